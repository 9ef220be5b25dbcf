"""What who keeps the shelves hears of them."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import stock as views
from models.errors import ProductNotFound
from services.running.notification import Event
from services.running.outbox import Delivered


async def low(letter: Letter) -> Delivered:
    """If it is still so when it is sent."""
    try:
        variant = (await letter.desk.shelves.figures(int(letter.args["variant"]))).variant
    except ProductNotFound:
        raise NoLongerTrue from None
    if variant.low_at is None or variant.shelved > variant.low_at:
        raise NoLongerTrue
    return await letter.say(views.low(letter.t, variant))


WRITERS: dict[str, Writer] = {Event.ADMIN_LOW_STOCK: low}
