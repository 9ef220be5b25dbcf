"""The one message of an order: sent once, edited ever after, or moved below everything else.

Only these letters write it, one after the other on the chat's lane, so no second copy is left that
goes on asking for money.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from handlers.letters.base import Letter, NoLongerTrue, Writer
from handlers.views import invoice as views
from handlers.views.screen import Screen
from handlers.views.standing import OPEN, Standing
from models.post import Post, PostForm
from services.running.notification import WORDS_ALONE, Event
from services.running.outbox import Delivered
from utils.qr import png
from utils.uri import payment_uri

PICTURES = Path(__file__).parent.parent / "views" / "pictures"
"""What takes the place of a QR code that nobody must pay any more; without words, for everybody."""


async def invoice(letter: Letter) -> Delivered:
    """Where it stands. A new message only where the old one cannot show the QR code."""
    await tidy(letter)
    of, post = letter.standing, await _post(letter)
    if post is None and (of.invoice is None or of.order.replaced_by):
        raise NoLongerTrue  # paid with store credit, or in another coin: that was said
    if post is None or (of.asks and post.form is PostForm.TEXT):
        return await _anew(letter, of, post)
    await _drop_copy(letter, post)
    draft = letter.draft(_screen(letter, of), _picture(letter, of))
    words_alone = WORDS_ALONE in letter.args or "on" in letter.args
    sent = await letter.chat.edit(post, draft, picture=not words_alone)
    return replace(sent, subject=subject_of(letter))


async def below(letter: Letter) -> Delivered:
    """The old one goes first: after a crash in between, this is done again."""
    await tidy(letter)
    return await _anew(letter, letter.standing, await _post(letter))


async def _anew(letter: Letter, of: Standing, old: Post | None) -> Delivered:
    if old is not None and old.bot_id in (0, letter.desk.bot.id):
        await withdraw(letter, old)
    draft = letter.draft(_screen(letter, of), _qr(letter, of) if of.asks else None)
    sent = await letter.chat.send(draft)
    if old is None and (pressed := int(letter.args.get("on", 0))):
        await letter.remove(pressed)  # it was sent, and not noted
    return replace(sent, subject=subject_of(letter))


async def withdraw(letter: Letter, old: Post) -> bool:
    """Whether it is gone; where it cannot be deleted, nothing of what it asked for is left."""
    if await letter.remove(old.message_id):
        return True
    order = letter.order.order
    key = "invoice-replaced" if order.replaced_by else "invoice-moved"
    draft = letter.draft(
        Screen(letter.t(key, code=order.replaced_by or order.code)), picture("moved")
    )
    await letter.chat.edit(old, draft, picture=True)
    return False


async def _drop_copy(letter: Letter, post: Post) -> None:
    """A message with buttons of this order that is not the one that is kept up to date."""
    pressed = int(letter.args.get("on", 0))
    if pressed and pressed != post.message_id:
        await letter.remove(pressed)


def _screen(letter: Letter, of: Standing) -> Screen:
    return views.invoice(letter.t, of, letter.order.delivery)


def _picture(letter: Letter, of: Standing) -> bytes:
    return _qr(letter, of) if of.asks else picture(_state(of))


def _state(of: Standing) -> str:
    if of.unpaid:
        return "seen" if of.seen else "expired"
    return str(of.order.status) if of.ended else "paid"


def _qr(letter: Letter, of: Standing) -> bytes:
    """After a part payment it asks for the rest."""
    bill, missing = letter.bill, of.money.missing if of.money else 0
    label, network = f"{letter.desk.shop_name} {of.order.code}", letter.desk.network
    return png(payment_uri(bill.asset, bill.address.address, missing, label, network=network))


@cache
def picture(name: str) -> bytes:
    return (PICTURES / f"{name}.png").read_bytes()


async def _post(letter: Letter) -> Post | None:
    return await letter.desk.outbox.post(letter.message.chat_id, subject_of(letter))


def subject_of(letter: Letter) -> str:
    return f"invoice:{letter.order.order.id}"


async def tidy(letter: Letter) -> None:
    """What was said on the way follows too, and is taken back once it is not true any more."""
    of, t = letter.standing, letter.t
    paying = of.unpaid and of.state in OPEN
    still = {
        "reminder": views.reminder(t, of) if paying else None,
        "partial": views.news(t, of) if paying and of.seen else None,
        "seen": views.news(t, of) if of.under_way else None,
        "ended": views.news(t, of, views.ended(t, of.order)) if of.ended else None,
    }
    for kind, screen in still.items():
        subject = f"{kind}:{of.order.id}"
        await (letter.refresh(subject, screen) if screen else letter.take_back(subject))


WRITERS: dict[str, Writer] = {Event.INVOICE: invoice, Event.INVOICE_BELOW: below}
