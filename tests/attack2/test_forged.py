"""Kind 3/7: every class of callback data with every odd value, by customer and admin: no defect."""

import itertools
import logging

import pytest

from handlers import admin_callbacks, callbacks
from aiogram.filters.callback_data import CallbackData
from tests.handlers.test_delivery import Till, till  # noqa: F401
from tests.handlers.conftest import ALICE, OLIVIA

INTS = (0, 1, 2**63 - 1, 10**9)
CODES = ("BTC", "CREDIT", "XYZ", "btc", "", "\u202e", "ETH")
CLASSES = sorted(
    {c for m in (callbacks, admin_callbacks) for c in vars(m).values()
     if isinstance(c, type) and issubclass(c, CallbackData) and c is not CallbackData},
    key=lambda c: c.__prefix__)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
async def test_forged(till: Till, cls, caplog) -> None:  # noqa: F811
    caplog.set_level(logging.ERROR)
    pools = []
    for f in cls.model_fields.values():
        pools.append(CODES if "str" in str(f.annotation) else INTS)
    for values in itertools.islice(itertools.product(*pools), 120):
        data = ":".join([cls.__prefix__, *map(str, values)])
        for who in (ALICE, OLIVIA):
            caplog.clear()
            await till.press(data, who, number=100)
            bad = [r for r in caplog.records if "failed" in r.getMessage()]
            for r in bad:
                e = r.exc_info[1] if r.exc_info else None
                if "NoneType" in str(e):  # services that this hall has not
                    continue
                raise AssertionError(f"{data!r} {who}: {type(e).__name__}: {e}")
