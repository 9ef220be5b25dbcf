"""What a buyer is asked and told about reviews, and what the shop hears of them."""

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import review as views
from models.errors import NotFound
from models.review import ReviewState
from services.people.review import Said
from services.running.notification import Event
from services.running.outbox import Delivered


async def rate(letter: Letter) -> Delivered:
    """Of the first thing that they have said nothing of yet."""
    order = letter.order.order
    new = await letter.desk.reviews.to_rate(order.id, owner=order.user_id)
    if new is None:
        raise NoLongerTrue
    return await letter.say(views.asked(letter.t, order.code, order.id, new))


async def rated(letter: Letter) -> Delivered:
    said = await _said(letter)
    if said.review.state is not ReviewState.WAITING:
        raise NoLongerTrue
    return await letter.say(views.news(letter.t, said))


async def reply(letter: Letter) -> Delivered:
    said = await _said(letter)
    if not said.review.reply or said.review.state is not ReviewState.SHOWN:
        raise NoLongerTrue
    return await letter.say(views.answered(letter.t, said))


async def _said(letter: Letter) -> Said:
    try:
        return await letter.desk.reviews.get(int(letter.args["topic"]))
    except NotFound:
        raise NoLongerTrue from None


WRITERS: dict[str, Writer] = {
    Event.RATE: rate,
    Event.ADMIN_RATED: rated,
    Event.REVIEW_REPLY: reply,
}
"""Nothing that was said lies in the outbox."""
