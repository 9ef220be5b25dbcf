"""The file that says what was sold: whole, in order, bounded, and no copy."""

import asyncio
import shutil
from pathlib import Path

import pytest

from utils import tally
from utils.tally import ENTRY, HEADER, Sold, TallyBehind, TallyFile, TallyUnwritable

TOKEN = "c" * 32


def sold(number: int) -> Sold:
    return Sold(number, "K7Q2M", 2, 1, bytes([number % 256]) * 32, b"\x01abcd")


async def begun(path: Path) -> TallyFile:
    file = TallyFile(path / "shop.sold")
    await file.begin(TOKEN)
    file.known(TOKEN, 0)
    return file


async def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    file = await begun(tmp_path)
    await file.append(0, [sold(1), sold(2)])
    await file.append(2, [sold(3)])
    header = await file.read()
    assert header is not None
    assert (header.token, header.base, header.count, header.original) == (TOKEN, 0, 3, True)
    assert await file.since(0) == [sold(1), sold(2), sold(3)]
    assert await file.since(2) == [sold(3)]
    assert await file.since(3) == []
    assert await file.since(4) is None


async def test_only_so_much_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "KEPT", 5)
    file = await begun(tmp_path)
    for number in range(37):
        await file.append(number, [sold(number)])
        assert (tmp_path / "shop.sold").stat().st_size <= HEADER + 11 * ENTRY.size
    header = await file.read()
    assert header is not None
    assert header.original
    assert header.count == 37
    assert await file.since(33) == [sold(n) for n in range(33, 37)]
    assert await file.since(header.base - 1) is None


async def test_a_copy_is_no_original(tmp_path: Path) -> None:
    file = await begun(tmp_path)
    await file.append(0, [sold(1)])
    path = tmp_path / "shop.sold"
    for copy in (shutil.copy, shutil.copy2, shutil.copyfile):
        await _pause()
        copy(path, tmp_path / "copy")
        header = await TallyFile(tmp_path / "copy").read()
        assert header is not None
        assert not header.original
    await _pause()
    path.rename(tmp_path / "moved")
    (tmp_path / "moved").rename(path)
    header = await file.read()
    assert header is None or not header.original


async def _pause() -> None:
    """Longer than the clock of a disk may differ from itself."""
    await asyncio.sleep(2 * tally.NEAR / 1e9)


async def test_it_is_refused_to_write_into_another_file(tmp_path: Path) -> None:
    file = await begun(tmp_path)
    await file.append(0, [sold(1)])
    other = TallyFile(tmp_path / "shop.sold")
    await other.begin("d" * 32)
    with pytest.raises(TallyUnwritable, match="is not the file it was"):
        await file.append(1, [sold(2)])
    (tmp_path / "shop.sold").unlink()
    with pytest.raises(TallyUnwritable, match="cannot be written"):
        await file.append(1, [sold(2)])


async def test_a_database_that_went_back_is_not_followed(tmp_path: Path) -> None:
    file = await begun(tmp_path)
    await file.append(0, [sold(1)])
    file.committed(1)
    with pytest.raises(TallyBehind):
        await file.append(0, [sold(2)])
    assert await file.since(0) == [sold(1)]


def test_a_damaged_entry_is_none() -> None:
    entry = sold(1).packed()
    assert len(entry) == ENTRY.size
    assert Sold.unpacked(entry) == sold(1)
    for at in range(ENTRY.size):
        wrong = bytearray(entry)
        wrong[at] ^= 1
        assert Sold.unpacked(bytes(wrong)) is None, at
