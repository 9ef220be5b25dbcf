"""The operator's commands of the shelves, as they are typed beside a shop or without one."""

import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.commands.operator import Operator


@pytest.fixture
async def shop(tmp_path: Path) -> Operator:
    made = Operator(tmp_path)
    await made.does("load", made.catalogue())
    return made


@pytest.mark.parametrize("ending", ["json", "csv"])
async def test_the_shelves_go_out_and_come_back(shop: Operator, ending: str) -> None:
    file = shop.folder / f"shelves.{ending}"
    said = await shop.does("catalogue", "export", str(file))
    assert "1 categories, 1 products, 1 variants" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "KEY-" not in file.read_text(encoding="utf-8")
    assert "exists already" in await shop.is_refused("catalogue", "export", str(file), code=1)
    assert "nothing to do" in await shop.does("catalogue", "import", str(file))
    changed = file.read_text(encoding="utf-8-sig").replace("24.90", "19.90")
    file.write_text(changed, encoding="utf-8")
    output = await shop.does("catalogue", "import", str(file), "--dry-run")
    assert "Games / Star: price 24.90 USD -> 19.90 USD" in output
    assert "--yes" in await shop.is_refused("catalogue", "import", str(file), code=1)
    await shop.does("catalogue", "import", str(file), "--yes")
    plan = json.loads(await shop.does("catalogue", "import", str(file), "--dry-run", "--json"))
    assert plan == []


def with_a_photo(shop: Operator) -> str:
    (shop.folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    toml = Path(shop.catalogue())
    spec = toml.read_text(encoding="utf-8")
    toml.write_text(spec.replace('name = "Star"', 'name = "Star"\nphotos = ["a.png"]'))
    return str(toml)


async def test_the_shelves_go_out_with_their_photos_into_another_shop(
    shop: Operator, tmp_path: Path
) -> None:
    await shop.does("load", with_a_photo(shop), "--yes")
    file = shop.folder / "shelves.zip"
    assert "1 photos" in await shop.does("catalogue", "export", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "nothing to do" in await shop.does("catalogue", "import", str(file))
    (tmp_path / "other").mkdir()
    other = Operator(tmp_path / "other")
    await other.does("catalogue", "import", str(file), "--yes")
    again = other.folder / "again.zip"
    await other.does("catalogue", "export", str(again))
    assert again.read_bytes() == file.read_bytes()
    cut = other.folder / "cut.zip"
    cut.write_bytes(file.read_bytes()[:-1])
    told = await other.is_refused("catalogue", "import", str(cut), "--yes", code=1)
    assert "cut off or damaged" in told
    for photo in (shop.folder / "data" / "media").iterdir():
        photo.unlink()
    lost = shop.folder / "lost.zip"
    told = await shop.is_refused("catalogue", "export", str(lost), code=1)
    assert "restore data/media from a backup" in told
    assert not lost.exists()


async def test_files_of_every_wrong_shape(shop: Operator) -> None:
    assert "must end in" in await shop.is_refused("catalogue", "export", "x.xls", code=1)
    missing = await shop.is_refused("catalogue", "import", "nowhere.json", code=1)
    assert "cannot be read" in missing
    cut = shop.folder / "cut.json"
    cut.write_text('{"format": "holdfast-catalogue", "vers', encoding="utf-8")
    assert "ends too early" in await shop.is_refused("catalogue", "import", str(cut), code=1)
    toml = shop.catalogue("9.90")
    assert "price $24.90 -> $9.90" in await shop.does("catalogue", "import", toml, "--dry-run")


async def test_the_stock_is_looked_at(shop: Operator) -> None:
    assert "adds up" in await shop.does("stock", "check")
    [row] = json.loads(await shop.does("stock", "report", "--json"))
    assert (row["product"], row["received"], row["available"]) == ("Star", 3, 3)
    assert "Star" in await shop.does("stock", "report")
    async with shop.database() as database, database.unguarded() as uow:
        await uow.session.execute(text("UPDATE stock_units SET status = 'removed' WHERE id = 1"))
    assert "FAIL" in await shop.is_refused("stock", "check", code=1)


async def test_nothing_is_held_and_no_money_is_open(shop: Operator) -> None:
    assert "nothing is held" in await shop.does("reservations", "list")
    assert json.loads(await shop.does("reservations", "list", "--json")) == []
    said = await shop.does("reservations", "cleanup", "--max-age-minutes", "60", "--dry-run")
    assert "nothing to cancel" in said
    said = await shop.does("payments", "check", "--max-age-hours", "1", "--cleanup-reservations")
    assert "no payment of that age is open" in said
    refused = await shop.is_refused("reservations", "cleanup", "--max-age-minutes", "-1", code=1)
    assert "from 0 to" in refused
    assert "--max-age-hours" in await shop.is_refused("payments", "check", code=2)
