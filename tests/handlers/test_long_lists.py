"""A list of goods as long as one may be: it is worked on beside the loop, and in time."""

import asyncio
import gc
import secrets
import time

from aiogram.methods import SendMessage
from aiogram.types import Document, InlineKeyboardMarkup

from db import Database
from handlers import goods_callbacks as on
from services.goods.lines import MOST_BYTES, MOST_LINES
from tests.handlers.conftest import OLIVIA, Hall
from tests.services.conftest import ShopWorld
from utils.spelling import normal

LONGEST_PAUSE = 0.25
"""Seconds of computing that everybody else waits for; a machine that is busy takes longer."""


class Pulse:
    """How long the loop computed in one piece."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def beat(self) -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(0.002)
            self.worst = max(self.worst, time.thread_time() - began)


def _add_button(hall: Hall) -> str:
    [shown] = [m for m in hall.telegram.asked if isinstance(m, SendMessage)][-1:]
    assert isinstance(shown.reply_markup, InlineKeyboardMarkup)
    packed = [one.callback_data or "" for row in shown.reply_markup.inline_keyboard for one in row]
    return next(data for data in packed if data.startswith(f"{on.AddNow.__prefix__}:"))


async def test_a_list_of_all_lines_holds_nobody_up(sqlite_database: Database) -> None:
    hall, world, pulse = Hall(sqlite_database), ShopWorld(sqlite_database), Pulse()
    hall.open_all()
    variant = await world.variant(3)
    await hall.expecting(f"goods-add:{variant}", OLIVIA)
    goods = [f"{number}-{secrets.token_hex(8)}" for number in range(MOST_LINES)]
    hall.telegram.files["f"] = "\n".join(goods).encode()
    document = Document(file_id="f", file_unique_id="f", file_name="keys.txt")
    gc.collect()
    gc.freeze()  # as the shop does: what the tests have loaded is not gone through again
    beating = asyncio.ensure_future(pulse.beat())
    await hall.type(None, OLIVIA, document=document)
    await hall.press(_add_button(hall), OLIVIA)
    beating.cancel()
    gc.unfreeze()
    assert pulse.worst < LONGEST_PAUSE
    assert "were added" in hall.telegram.said[-1]


def test_the_normal_form_of_all_bytes_takes_no_time_to_speak_of() -> None:
    """It took half a minute: goods of a few hundred characters could not be added at all."""
    goods = ["clé–" + "x" * 396] * (MOST_BYTES // 400)
    began = time.process_time()
    assert {normal(good) for good in goods} == {"clé-" + "x" * 396}
    assert time.process_time() - began < 3
