"""Kind 8: what a person may have in the environment and in a catalogue file is one sentence."""

from pathlib import Path

import pytest

import config
from db import Database
from services.goods.catalogue import read
from services.goods.loader import Loader
from tests.fakes import FakeClock
from utils.refusal import CommandRefused, StartRefused
from utils.sealing import Sealer

ONE = '[[category]]\nname = "G"\n[[category.product]]\nname = "{}"\nkind = "digital"\n[[category.product.variant]]\nprice = "{}"\nunits = ["{}"]\n'


@pytest.mark.parametrize("home", ["~nosuchuser/shop", "/" + "x" * 300])
def test_a_home_that_cannot_be_is_one_sentence(home: str) -> None:
    with pytest.raises(StartRefused, match="HOLDFAST_HOME"):
        config.load(None, {"HOLDFAST_HOME": home})


@pytest.mark.parametrize(
    "content", ["a = " + "[" * 5000, "a = " + "1" * 5000, "a = 1e9999999999999999999"],
    ids=["deep", "digits", "exponent"],
)
def test_a_catalogue_of_odd_toml_is_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(content)
    with pytest.raises(CommandRefused):
        read(path, "USD")


@pytest.mark.parametrize("name", ["a\\u0000b", " ", "\\u200b", "\\u202e", "a\\nb", "\\t"])
async def test_names_that_nobody_can_read_or_keep(
    database: Database, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(ONE.format(name, "1.00", "KEY"))
    loader = Loader(database.uow, FakeClock(), Sealer("ab" * 16 + "cd" * 16), "USD")
    with pytest.raises(CommandRefused):
        await loader.apply(read(path, "USD"))


@pytest.mark.parametrize("unit", [" ", "\\n", "\\u200b", "\\u0000"])
def test_a_good_that_nobody_can_see_is_a_mistake(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(ONE.format("P", "1.00", unit))
    with pytest.raises(CommandRefused):
        read(path, "USD")


@pytest.mark.parametrize("line", ["price = true", "stock = true"])
def test_true_is_no_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        '[[category]]\nname = "G"\n[[category.product]]\nname = "P"\nkind = "physical"\n'
        "[[category.product.variant]]\n" + line + ("" if "price" in line else '\nprice = "1"')
    )
    with pytest.raises(CommandRefused):
        print(read(path, "USD"))


def test_a_file_of_64_MB_and_more_is_not_loaded_in_part(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    one = ONE.format("P", "1.00", "KEY")
    path.write_text(one + "#" * (64 * 1024 * 1024 - len(one)) + '\n[[category]]\nname = "H"\n')
    with pytest.raises(CommandRefused):
        print(read(path, "USD"))
