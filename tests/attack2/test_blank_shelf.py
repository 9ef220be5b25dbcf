"""Kind 3: one category with a blank name, and nobody can open the catalogue any more."""

from pathlib import Path

import pytest

from handlers.views import product as views
from services.goods.catalogue import read
from services.goods.loader import Loader
from services.goods.product import ProductService
from tests.handlers.conftest import TEXTS
from db import Database
from tests.fakes import FakeClock
from utils.sealing import Sealer


@pytest.mark.parametrize("name", [" ", "\\t", "\\u200b"])
async def test_every_button_of_the_catalogue_can_be_read(
    sqlite_database: Database, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "c.toml"
    path.write_text(
        f'[[category]]\nname = "{name}"\n[[category.product]]\nname = "P"\nkind = "digital"\n'
        '[[category.product.variant]]\nprice = "1"\nunits = ["K"]\n'
    )
    loader = Loader(sqlite_database.uow, FakeClock(), Sealer("ab" * 16 + "cd" * 16), "USD")
    await loader.apply(read(path, "USD"))
    screen = views.catalogue(TEXTS("en"), await ProductService(sqlite_database.uow).categories())
    labels = [b.text for row in screen.keyboard.inline_keyboard for b in row]
    print(labels)
    assert all(label.strip(" \t\u200b") for label in labels), labels
