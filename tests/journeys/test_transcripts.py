"""Recorded runs, done again by the real bot: the screens are those that were recorded.

A new one: press record on the sandbox's page, play, download the transcript into this folder.
"""

from pathlib import Path

import pytest

from sandbox.replay import Different, replay
from sandbox.transcript import read
from tests.journeys.shop import Shop

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
TRANSCRIPTS = {file.stem: file.read_text(encoding="utf-8") for file in FILES}


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_a_recorded_run(name: str, tmp_path: Path) -> None:
    steps = read(TRANSCRIPTS[name])
    async with Shop(tmp_path) as shop:
        await replay(shop.client, steps)


async def test_a_changed_screen_is_noticed(tmp_path: Path) -> None:
    steps = read(TRANSCRIPTS["sale"].replace("What would you like to do?", "What do you want?", 1))
    async with Shop(tmp_path) as shop:
        with pytest.raises(Different, match="What do you want"):
            await replay(shop.client, steps, seconds=2)
