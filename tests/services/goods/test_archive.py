"""A catalogue with its photos: it comes back exactly, and no archive does what it should not."""

import io
import json
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from models.media import LARGEST_PHOTO
from services.goods import archive
from services.goods.archive import Hung
from services.goods.gallery import Gallery
from services.goods.keeping import Moved
from services.goods.sheet import BadExchange
from services.goods.transfer import TransferService
from services.goods.wall import Place, WallService
from tests.services.conftest import ShopWorld
from tests.services.goods.test_exchange import SAMPLE
from utils.refusal import CommandRefused

ADMIN = "admin:1"


def jpeg(number: int) -> bytes:
    return b"\xff\xd8\xff" + random.Random(number).randbytes(5_000)


def png(number: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes([number]) * 100


class Shop:
    """A shop with the sample, its gallery in a folder of its own."""

    def __init__(self, world: ShopWorld, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.gallery = Gallery(world.uow, world.clock, folder / "media", 1)
        self.transfer = TransferService(world.uow, world.clock, "USD")
        self.walls = WallService(world.uow, world.clock, self.gallery)

    async def fill(self) -> None:
        await self.transfer.take_in(SAMPLE, await self.transfer.plan(SAMPLE))
        for which, row_id, photos in (
            (Moved.PRODUCT, 1, (jpeg(1), png(2), jpeg(3))),
            (Moved.PRODUCT, 3, (jpeg(1),)),
            (Moved.CATEGORY, 1, (png(4),)),
        ):
            for content in photos:
                seen = (await self.walls.at(Place(which, row_id))).seen
                await self.walls.add(Place(which, row_id), content, seen=seen, actor=ADMIN)

    async def hung(self) -> Hung:
        return (await self.transfer.export_hung())[1]

    async def export(self) -> Path:
        file = self.folder / "shop.zip"
        with file.open("wb") as out:
            await archive.write(out, *await self.transfer.export_hung(), self.gallery.read)
        return file

    async def take_in(self, file: Path) -> None:
        found = archive.read(file, "USD")
        changes = await self.transfer.plan(found.catalogue, found.photos)
        for sha256 in found.entries:
            await self.gallery.kept(found.content(sha256))
        await self.transfer.take_in(found.catalogue, changes, found.photos)


@pytest.fixture
async def shop(world: ShopWorld, tmp_path: Path) -> Shop:
    made = Shop(world, tmp_path)
    await made.fill()
    return made


async def empty(shop: Shop) -> None:
    async with shop.world.uow() as uow:
        for table in ("pictures", "media_copies", "media"):
            await uow.session.execute(text(f"DELETE FROM {table}"))
    for file in (shop.folder / "media").iterdir():
        file.unlink()


async def test_photos_come_back_exactly_and_in_their_order(shop: Shop) -> None:
    before, file = await shop.transfer.export_hung(), await shop.export()
    contents = {
        sha: await shop.gallery.read(sha) for photos in before[1].values() for sha in photos
    }
    assert len(contents) == 4
    with zipfile.ZipFile(file) as found:
        assert len(found.namelist()) == 5, "a photo that hangs twice is in it once"
        whole = json.loads(found.read("catalogue.json"))
    assert [row["files"] for row in whole["photos"]][1] == [], "none is said, too"
    await empty(shop)
    assert not any((await shop.hung()).values())
    await shop.take_in(file)
    assert await shop.transfer.export_hung() == before
    assert {sha: await shop.gallery.read(sha) for sha in contents} == contents
    again = archive.read(file, "USD")
    assert await shop.transfer.plan(again.catalogue, again.photos) == []
    assert (await shop.export()).read_bytes() == file.read_bytes()


async def test_what_hangs_otherwise_is_shown_changed_and_on_record(shop: Shop) -> None:
    file = await shop.export()
    first, second, third = (await shop.walls.at(Place(Moved.PRODUCT, 1))).ids
    place = Place(Moved.PRODUCT, 1)
    seen = (await shop.walls.at(place)).seen
    await shop.walls.move(place, third, -1, seen=seen, actor=ADMIN)
    found = archive.read(file, "USD")
    [change] = await shop.transfer.plan(found.catalogue, found.photos)
    assert (change.title, change.field) == ("Cups / Mug", "photos")
    assert sorted(change.before) == sorted(change.after)
    await shop.take_in(file)
    assert (await shop.walls.at(place)).ids == [first, second, third]
    async with shop.world.uow.read() as uow:
        query = "SELECT details FROM audit WHERE action = 'catalogue.changed' ORDER BY id DESC"
        details = json.loads(str(await uow.session.scalar(text(query))))
    assert (details["field"], details["after"]) == ("photos", change.after)


async def test_what_was_rehung_since_it_was_shown_is_not_overwritten(shop: Shop) -> None:
    file, place = await shop.export(), Place(Moved.PRODUCT, 1)
    ids = (await shop.walls.at(place)).ids
    found = archive.read(file, "USD")
    shown = await shop.transfer.plan(found.catalogue, found.photos)
    seen = (await shop.walls.at(place)).seen
    await shop.walls.remove(place, ids[0], seen=seen, actor=ADMIN)
    with pytest.raises(CommandRefused, match="has changed"):
        await shop.transfer.take_in(found.catalogue, shown, found.photos)
    assert (await shop.walls.at(place)).ids == ids[1:]


async def test_a_missing_photo_is_no_export(shop: Shop) -> None:
    next(iter((shop.folder / "media").iterdir())).unlink()
    with pytest.raises(BadExchange, match="a photo is missing or damaged: restore data/media"):
        await shop.export()


def packed(tmp_path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], **rows: object) -> Path:
    """An archive with a catalogue of one category and these entries."""
    whole: dict[str, object] = {
        "format": "holdfast-catalogue",
        "version": 1,
        "currency": "USD",
        "categories": [{"path": ["Cups"]}],
        "products": [],
        **rows,
    }
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("catalogue.json", json.dumps(whole))
        for name, content in entries:
            out.writestr(name, content)
    return file


def info(name: str, **facts: int) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    for fact, value in facts.items():
        setattr(made, fact, value)
    return made


def refused(file: Path, told: str) -> None:
    with pytest.raises(BadExchange, match=told):
        archive.read(file, "USD")


@pytest.mark.parametrize(
    "name",
    [
        *("../evil.jpg", "photos/../../evil.jpg", "/etc/evil.jpg", "photos//evil.jpg"),
        *("photos\\..\\evil.jpg", "C:\\evil.jpg", "photos/.hidden.jpg", "photos/a/b.jpg"),
        *("photos/" + "n" * 200 + ".jpg", "photos/ü.jpg", "Catalogue.json"),
        *("photos/a/", "__MACOSX/x", "photos/a b.jpg", "photos/con\n.jpg"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    refused(packed(tmp_path, (name, jpeg(1))), "is neither catalogue.json nor a photo")


def test_a_name_does_not_end_where_a_nul_stands(tmp_path: Path) -> None:
    file = packed(tmp_path, ("photos/a.jpgX.exe", jpeg(1)))
    file.write_bytes(file.read_bytes().replace(b"jpgX", b"jpg\x00"))
    refused(file, "is neither catalogue.json nor a photo|cut off or damaged")


def test_a_link_is_no_photo(tmp_path: Path) -> None:
    link = info("photos/a.jpg", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16)
    refused(packed(tmp_path, (link, b"/etc/passwd")), "photos/a.jpg is a link")


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        file = packed(tmp_path, ("photos/a.jpg", jpeg(1)), ("photos/a.jpg", jpeg(2)))
    refused(file, "'photos/a.jpg' is in it twice")


def test_a_bomb_comes_no_further_than_its_bound(tmp_path: Path) -> None:
    """A photo of 11 MB of nothing in 11 kB, whatever its head says of its size."""
    bomb = packed(tmp_path, ("photos/a.jpg", bytes(LARGEST_PHOTO + 10**6)))
    assert bomb.stat().st_size < 20_000
    refused(bomb, "photos/a.jpg is larger than 10 MB")
    raw, size = bytearray(bomb.read_bytes()), struct.pack("<L", LARGEST_PHOTO + 10**6)
    assert raw.count(size) == 2
    bomb.write_bytes(raw.replace(size, struct.pack("<L", 100)))
    refused(bomb, "larger than 10 MB|cut off or damaged")


def test_all_together_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(f"photos/{n}.jpg", jpeg(n)) for n in range(5)]
    file = packed(tmp_path, *entries)
    monkeypatch.setattr(archive, "MOST_ENTRIES", 5)
    refused(file, "more than 5 entries")
    monkeypatch.setattr(archive, "MOST_ENTRIES", 50)
    monkeypatch.setattr(archive, "MOST_BYTES", 20_000)
    refused(file, "larger than")
    file = packed(tmp_path, *((f"photos/{n}.jpg", bytes(9_000)) for n in range(5)))
    refused(file, "unpacked it is more than")


def test_an_archive_that_is_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    rows = [{"category": ["Cups"], "files": ["photos/a.jpg"]}]
    file = packed(tmp_path, ("photos/a.jpg", jpeg(1)), photos=rows)
    whole = file.read_bytes()
    assert archive.read(file, "USD").photos.sizes
    for length in (0, 1, 21, 22, 100, *range(200, len(whole), 397), len(whole) - 1):
        file.write_bytes(whole[:length])
        refused(file, "cut off or damaged")


def test_any_broken_byte_is_refused_or_harmless(tmp_path: Path) -> None:
    """Whatever is altered: a sentence, or the very same photos; never another error."""
    rows = [{"category": ["Cups"], "files": ["photos/a.jpg"]}]
    file = packed(tmp_path, ("photos/a.jpg", jpeg(1)), photos=rows)
    whole, good, dice = file.read_bytes(), archive.read(file, "USD"), random.Random(7)
    for _ in range(400):
        raw = bytearray(whole)
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        file.write_bytes(raw)
        try:
            found = archive.read(file, "USD")
        except BadExchange:
            continue
        assert found.photos == good.photos


def test_zip64_and_other_packing_are_refused(tmp_path: Path) -> None:
    packing = info("photos/a.jpg", compress_type=zipfile.ZIP_LZMA)
    refused(packed(tmp_path, (packing, jpeg(1))), "packed in a way")
    file = packed(tmp_path, ("photos/a.jpg", jpeg(1)))
    raw = file.read_bytes()
    file.write_bytes(raw[:-22] + b"PK\x06\x07" + bytes(16) + raw[-22:])
    refused(file, "more than 60000 entries")
    locked = bytearray(raw)
    for at in (raw.rindex(b"PK\x01\x02") + 8, raw.rindex(b"PK\x03\x04") + 6):
        locked[at] |= 1
    file.write_bytes(locked)
    refused(file, "photos/a.jpg is encrypted")


CUPS: Callable[..., dict[str, object]] = lambda *files, **more: {  # noqa: E731
    "category": ["Cups"], "files": [*files], **more
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([CUPS("photos/b.jpg")], "'photos/b.jpg' is not in the archive"),
        ([CUPS("photos/a.jpg", product="Mug")], "Cups / Mug is not in the file"),
        ([CUPS("photos/a.jpg"), CUPS("photos/a.jpg")], "stands there twice"),
        ([CUPS("photos/a.jpg", "photos/a.jpg")], "has 2 photos, and 1 at most"),
        ([CUPS("photos/a.jpg", more=1)], "is not what a catalogue has there"),
        ([CUPS(1)], "is not what a catalogue has there"),
        ([None], "is not what a catalogue has there"),
        ({}, "is not what a catalogue has there"),
        ([], "photos/a.jpg: hangs nowhere"),
    ],
)
def test_photos_that_are_said_wrongly(tmp_path: Path, rows: object, told: str) -> None:
    refused(packed(tmp_path, ("photos/a.jpg", jpeg(1)), photos=rows), told)


def test_what_is_no_archive_or_has_no_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    refused(file, "cannot be read")
    for raw in (b"PK", b"\x1f\x8b" * 50, b"{}" * 50):
        file.write_bytes(raw)
        refused(file, "no zip archive")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("photos/a.jpg", jpeg(1))
    file.write_bytes(out.getvalue())
    refused(file, r"has no catalogue\.json")
    refused(packed(tmp_path, ("photos/a.jpg", b"GIF89a")), "is no JPEG or PNG")
