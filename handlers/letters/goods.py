"""What somebody asked to be told of: it is back, or it costs less."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.sending import Draft
from handlers.views import wish as views
from models.errors import ProductNotFound
from models.product import Variant
from services.goods.product import ProductCard
from services.running.notification import Event
from services.running.outbox import Delivered


async def back(letter: Letter) -> Delivered:
    """Sold out again meanwhile, it is said to be so: they asked, and their turn is over."""
    card, choice = await _of(letter)
    return await letter.say(views.back(letter.t, letter.desk.currency, card, choice))


async def cheaper(letter: Letter) -> Delivered:
    card, choice = await _of(letter)
    seen = int(letter.args["price"])
    return await letter.say(views.cheaper(letter.t, letter.desk.currency, card, choice, seen))


async def restock(letter: Letter) -> Delivered:
    """In the shop's channel, with its photo; only while some of it can be bought."""
    card, choice = await _of(letter)
    if not choice.available:
        raise NoLongerTrue
    desk, t = letter.desk, letter.desk.translators(letter.args["language"])
    photo = await card.photos[0].content() if card.photos else None
    name = (await desk.bot.me()).username
    screen = views.restock(t, desk.currency, card, choice, name or "")
    return await letter.chat.send(Draft(screen, t("as-file"), photo))


async def _of(letter: Letter) -> tuple[ProductCard, Variant]:
    """Raises NoLongerTrue for what is not sold any more."""
    try:
        return await letter.desk.products.of_variant(
            int(letter.args["variant"]), group=letter.group
        )
    except ProductNotFound:
        raise NoLongerTrue from None


WRITERS: dict[str, Writer] = {Event.BACK: back, Event.CHEAPER: cheaper, Event.RESTOCK: restock}
