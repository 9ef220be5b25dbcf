"""Two admins share the work: one takes an order, the other reads it, and what becomes of it."""

from pathlib import Path

from sandbox.client import Message, shown
from tests.journeys.live import ADMINS, Live
from tests.journeys.shop import until
from tests.journeys.test_opened import GAME, customer, now, says

OLIVIA, OSCAR = (admin.id for admin in ADMINS)


async def test_two_admins_share_an_order_and_a_list(tmp_path: Path) -> None:
    """Too much was paid: whoever takes it is named in the other chat, also after a kill."""
    async with Live(tmp_path) as live:
        await live.greet_admins()
        olivia, oscar = live.person(OLIVIA), live.person(OSCAR)
        await oscar.says("/admin")
        listed = await oscar.sees("Chains and rates")
        carl = await customer(live, "Carl")
        await carl.orders(*GAME)

        async def has_it() -> None:
            [found] = [m for m in await oscar.messages() if is_same(m, listed)]
            assert "· unpaid ·" in str(found.get("reply_markup"))

        await until(has_it)
        await carl.pays(1.5)
        await live.client.mine()
        hers, his = [await one.sees("store credit of Carl") for one in (olivia, oscar)]
        await olivia.press("I take it")
        await until(lambda: says(oscar, his, "Taken by Olivia"))
        await live.restart()
        await oscar.press("Decide", "Leave as credit")
        await until(lambda: says(olivia, hers, "Left as store credit by Oscar"))
        assert "Taken by" not in await now(olivia, hers)
    assert "Traceback" not in live.log(), live.log()


def is_same(one: Message, other: Message) -> bool:
    return bool(one["message_id"] == other["message_id"]) and bool(shown(one))
