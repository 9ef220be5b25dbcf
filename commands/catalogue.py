"""`load`: what the shelves hold, brought to what a catalogue file says."""

from pathlib import Path

from commands.shop import meant
from commands.terminal import say
from services.goods.loader import Loader
from storage import for_work, sealer_of
from utils.clock import utc_now


async def load(file: Path) -> None:
    """Load a catalogue."""
    settings = meant()
    async with for_work(settings) as database:
        loader = Loader(database.uow, utc_now, sealer_of(settings), settings.shop_currency)
        say(f"{await loader.load(file)} pieces added")
