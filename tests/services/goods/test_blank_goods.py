"""A good with a blank that is a sign to Unicode: known in both spellings, and from before."""

import secrets

import pytest

from models.stock import UNIT
from services.goods.intake import Delivery, Says
from services.goods.lines import read
from services.keys.rekey import rekey
from tests.services.conftest import ShopWorld
from utils.sealing import Sealer

BRAILLE = "AAAA\u2800BBBB"


async def put(world: ShopWorld, variant: int, text: str) -> Says:
    judged = await world.intake.judge(lines := read(text))
    [verdict] = judged.verdicts
    if verdict.says is Says.NEW:
        seal = judged.seal(variant)
        await world.intake.add(variant, lines, Delivery(), seal=seal, actor="admin:1")
    return verdict.says


@pytest.mark.parametrize(("first", "second"), [(BRAILLE, "AAAA BBBB"), ("AAAA BBBB", BRAILLE)])
async def test_one_good_is_not_on_the_shelf_with_both(
    world: ShopWorld, first: str, second: str
) -> None:
    variant = await world.variant(0)
    assert await put(world, variant, first) is Says.NEW
    assert await put(world, variant, second) is Says.KNOWN


async def test_a_good_of_an_older_release_stays_known_and_changes_its_key(
    world: ShopWorld,
) -> None:
    """Its digest is of the sign; tallies and what is gone name it like that, so it stays."""
    variant = await world.variant(0)
    assert await put(world, variant, BRAILLE) is Says.NEW
    old = world.sealer.digest(BRAILLE.encode(), bound_to=UNIT)
    async with world.database.unguarded() as uow:
        [unit] = await uow.sealed.units(0, 9)
        await uow.sealed.put_units([{"id": unit.id, "sealed": unit.sealed, "digest": old}])
    assert await put(world, variant, BRAILLE) is Says.KNOWN
    found = await world.removal.found(variant, read(BRAILLE))
    assert found == 1
    fresh = Sealer(secrets.token_hex(32))
    assert await rekey(world.database, world.sealer, fresh, world.clock) >= 1
    async with world.uow.read() as uow:
        [unit] = await uow.sealed.units(0, 9)
    assert unit.digest == fresh.digest(BRAILLE.encode(), bound_to=UNIT)
