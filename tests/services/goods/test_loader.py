"""Loading a catalogue: all of it or nothing, and twice is once."""

from pathlib import Path

import pytest

from services.goods.loader import Loader, read
from tests.services.conftest import ShopWorld
from utils.refusal import StartRefused

DEMO = Path(__file__).parents[3] / "demo" / "catalogue.toml"


def loader(world: ShopWorld) -> Loader:
    return Loader(world.uow, world.clock, world.sealer, "USD")


async def test_the_demo_loads_once(world: ShopWorld) -> None:
    added = await loader(world).load(DEMO)
    assert added > 30
    assert await loader(world).load(DEMO) == 0
    async with world.uow.read() as uow:
        assert len(await uow.products.categories()) == 3


async def test_it_is_loaded_only_into_an_empty_shop(world: ShopWorld) -> None:
    await world.variant(1)
    await loader(world).load_if_empty(DEMO)
    async with world.uow.read() as uow:
        assert len(await uow.products.categories()) == 1


PRODUCT = '[[category]]\nname = "c"\n[[category.product]]\nname = "p"\nkind = "{kind}"\n'
VARIANT = "[[category.product.variant]]\n{rest}\n"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[category", "TOML"),
        ('[[category]]\nname = ""', "category.0.name"),
        (PRODUCT.format(kind="digital"), "variant"),
        (PRODUCT.format(kind="magic") + VARIANT.format(rest='price = "1"'), "kind"),
        (PRODUCT.format(kind="digital") + VARIANT.format(rest='price = "0"'), "price"),
        (PRODUCT.format(kind="digital") + VARIANT.format(rest='price = "1"\nstock = 3'), "units"),
        (PRODUCT.format(kind="physical") + VARIANT.format(rest='price = "1"\nstok = 3'), "stok"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StartRefused, match=word):
        read(path)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="cannot be read"):
        read(tmp_path / "none.toml")


async def test_goods_are_sealed_at_rest(world: ShopWorld) -> None:
    await loader(world).load(DEMO)
    async with world.uow.read() as uow:
        [first, *_] = await uow.products.variants_in(1)
        assert first.stock_quantity == 12
    if world.database.backend.__class__.__name__ == "Sqlite":
        paths = Path(world.database.backend.path).parent.glob("shop.db*")  # type: ignore[union-attr]
        assert not any(b"STAR-7F3K" in path.read_bytes() for path in paths)
