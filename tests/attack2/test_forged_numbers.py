"""Kind 3: forged numbers beyond what a database holds."""

import logging

import pytest

from tests.attack2.test_forged import CLASSES
from tests.handlers.conftest import ALICE, OLIVIA
from tests.handlers.test_delivery import Till, till  # noqa: F401

ODD = ("-1", "9223372036854775808", "1" + "0" * 30, "\u0663", "1_0", "+5", " 7", "1.0", "true", "-9223372036854775809")


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
async def test_forged(till: Till, cls, caplog) -> None:  # noqa: F811
    caplog.set_level(logging.ERROR)
    wrong = []
    for odd in ODD:
        values = ["BTC" if "str" in str(f.annotation) else odd for f in cls.model_fields.values()]
        data = ":".join([cls.__prefix__, *values])
        for who in (ALICE, OLIVIA):
            caplog.clear()
            await till.press(data, who, number=100)
            for r in caplog.records:
                e = r.exc_info[1] if r.exc_info else None
                if "failed" in r.getMessage() and "NoneType" not in str(e):
                    wrong.append(f"{data!r} {who}: {type(e).__name__}: {str(e)[:90]}")
    assert not wrong, wrong
