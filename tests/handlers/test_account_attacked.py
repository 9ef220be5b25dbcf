"""Erasing, attacked: a clock that was ahead when an order ended, or when somebody was erased."""

from models.account import Detail
from tests.handlers.conftest import ALICE, Hall
from tests.handlers.test_account import address, ended, erase_button, last, shop

__all__ = ["shop"]


async def test_what_ended_by_a_clock_that_was_ahead_is_erased_too(shop: Hall) -> None:
    shop.clock.step(hours=5)
    order = await ended(shop)
    shop.clock.step(hours=-5)
    await shop.press(await erase_button(shop))
    assert "Erased." in last(shop)
    shop.clock.advance(days=31)
    await shop.tools.accounts.erasure.round()
    assert await address(shop, order) == b""


async def test_who_was_erased_by_a_clock_that_was_ahead_can_tell_and_ask_again(shop: Hall) -> None:
    """And what they tell after it is no defect of the books."""
    profiles = shop.tools.accounts.profiles
    shop.clock.step(hours=5)
    await shop.press(await erase_button(shop))
    shop.clock.step(hours=-5)
    await profiles.tell(ALICE, Detail.NAME, "Ann")
    async with shop.database.uow.read() as uow:
        found = await uow.invariants.violations()
    assert not [one for one in found if one.name.startswith("I40")]
    await shop.press(await erase_button(shop))
    assert "Erased." in last(shop)
    assert await profiles.told(ALICE) == {}
    shop.clock.advance(hours=6)
    await shop.tools.accounts.erasure.round()
    async with shop.database.uow.read() as uow:
        row = await uow.erasures.of(ALICE)
    assert row is not None
    assert row.done_at == shop.clock()
