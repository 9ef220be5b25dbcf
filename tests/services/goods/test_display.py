"""Photos and discounts of a catalogue file: hung once, or refused with a sentence."""

import shutil
from pathlib import Path

import pytest

from models.goods_errors import BadPhoto
from models.media import LARGEST_PHOTO, MOST_PICTURES
from services.goods.catalogue import BadCatalogue, CatalogueSpec, read
from services.goods.discount import DiscountService
from services.goods.display import Display
from services.goods.gallery import Gallery
from services.goods.loader import Loader
from services.goods.product import ProductService
from tests.services.conftest import ShopWorld

DEMO = Path(__file__).parents[3] / "demo" / "catalogue.toml"
PNG = b"\x89PNG\r\n\x1a\n"


def gallery(world: ShopWorld, folder: Path) -> Gallery:
    return Gallery(world.uow, world.clock, folder, 1)


async def dress(world: ShopWorld, spec: CatalogueSpec, folder: Path, media: Path) -> None:
    discounts = DiscountService(world.uow, world.clock)
    await Display(world.uow, gallery(world, media), discounts).dress(spec, folder)


async def test_the_demo_shows_all_there_is(world: ShopWorld, tmp_path: Path) -> None:
    """Photos, a category within another, a discount, and something sold out; twice is once."""
    spec = read(DEMO, "USD")
    await Loader(world.uow, world.clock, world.sealer, "USD").apply(spec)
    for _ in range(2):
        await dress(world, spec, DEMO.parent, tmp_path / "media")
    looking = ProductService(world.uow, world.clock, gallery(world, tmp_path / "media"))
    entrance = await looking.entrance()
    assert [branch.total for branch in entrance.branches] == [2, 4, 3]
    games, reading, things = [await looking.shelf(one.id) for one in entrance.branches]
    assert games.photo is not None
    assert len((await looking.get(games.rows[0].id)).photos) == 2
    assert (await games.photo.content() or b"").startswith(b"\xff\xd8")
    [charts] = reading.branches
    [chart] = (await looking.shelf(charts.id)).rows
    assert (chart.price.now, chart.price.full) == (800, 1000)
    assert [row.available for row in things.rows] == [15, 40, 0]
    assert len(await DiscountService(world.uow, world.clock).listed()) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read"),
        (b"GIF89a", "is no JPEG or PNG"),
        (b"", "is no JPEG or PNG"),
        (PNG + b"x" * LARGEST_PHOTO, "is larger than 10 MB"),
    ],
)
async def test_what_is_no_photo_is_refused_by_name(
    world: ShopWorld, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    spec = read(DEMO, "USD")
    await Loader(world.uow, world.clock, world.sealer, "USD").apply(spec)
    for path in DEMO.parent.iterdir():
        shutil.copy(path, tmp_path)
    broken = tmp_path / "harbour-mug.jpg"
    broken.unlink()
    if content is not None:
        broken.write_bytes(content)
    with pytest.raises(BadCatalogue, match=rf"harbour-mug\.jpg.*{reason}"):
        await dress(world, spec, tmp_path, tmp_path / "media")


async def test_a_product_has_only_so_many_photos(world: ShopWorld, tmp_path: Path) -> None:
    await world.variant(1)
    hung = gallery(world, tmp_path / "media")
    for number in range(MOST_PICTURES):
        await hung.add_to_product(1, PNG + bytes([number]))
        await hung.add_to_product(1, PNG + bytes([number]))
    with pytest.raises(BadPhoto):
        await hung.add_to_product(1, PNG + b"one more")
    assert len(list((tmp_path / "media").iterdir())) == MOST_PICTURES + 1


async def test_a_damaged_file_is_not_shown(world: ShopWorld, tmp_path: Path) -> None:
    await world.variant(1)
    hung = gallery(world, tmp_path / "media")
    await hung.add_to_product(1, PNG)
    [path] = (tmp_path / "media").iterdir()
    assert await hung.read(path.name) == PNG
    path.write_bytes(b"another")
    assert await hung.read(path.name) is None


@pytest.mark.parametrize("parent", ["Later", "Own", "Nowhere"])
def test_a_category_is_within_one_further_up(tmp_path: Path, parent: str) -> None:
    path = tmp_path / "catalogue.toml"
    own = f'[[category]]\nname = "Own"\nparent = "{parent}"'
    path.write_text(f'{own}\n[[category]]\nname = "Later"')
    with pytest.raises(BadCatalogue, match="is no category further up"):
        read(path, "USD")
