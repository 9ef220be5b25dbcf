"""Where the words are is said once."""

from services.keys.words import tell_once
from tests.services.conftest import ShopWorld


async def test_it_is_said_once_and_on_the_database_that_is_open(world: ShopWorld) -> None:
    assert [await world.wallets.tell_once() for _ in range(3)] == [True, False, False]
    assert not await tell_once(world.uow)
