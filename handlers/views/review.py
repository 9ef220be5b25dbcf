"""What buyers say: asked for, read by everybody, and looked through by the shop."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers import review_callbacks as on
from handlers.callbacks import AdminOrders, Home, OpenOrder, OpenProduct
from handlers.views.screen import Screen, button, column, cut, dated, lines, paragraphs
from models.product import Product
from models.review import MOST_STARS, Bought, Review, ReviewState
from services.people.review import PAGE, Said, seal_of
from utils.l10n import Translator

NAME, TITLE = 32, 64
"""UTF-16 units of what a writer and a product are called."""
WORDS, REPLY = 400, 250
"""The same of what is read among others."""


def rating(t: Translator, product: Product) -> str | None:
    """`★ 4.6 · 12 reviews`; None while there is no review."""
    if not product.rated:
        return None
    tenths = (product.stars * 20 + product.rated) // (2 * product.rated)
    return t("rating", average=f"{tenths // 10}", tenth=f"{tenths % 10}", count=product.rated)


def stars_of(count: int) -> str:
    return "★" * count + "☆" * (MOST_STARS - count)


def choose(t: Translator, order_id: int, rows: Sequence[Bought]) -> Screen:
    """Which of what was bought?"""
    buttons = column(
        button(_label(row), on.RateProduct(order_id=order_id, product_id=row.product_id))
        for row in rows
    )
    back = button(t("button-back"), OpenOrder(order_id=order_id))
    return Screen(t("review-choose"), [*buttons, [back]])


def _label(row: Bought) -> str:
    name = str(cut(row.name, NAME))
    return f"{stars_of(row.review.stars)} {name}" if row.review else name


def own(t: Translator, order_id: int, row: Bought) -> Screen:
    """Stars, and once there are some, what else can be said."""
    review, of = row.review, {"order_id": order_id, "product_id": row.product_id}
    back = [button(t("button-back"), OpenOrder(order_id=order_id))]
    if review is None:
        text = t("review-ask", name=cut(row.name, TITLE))
        return Screen(text, [_stars(of, 0), back])
    told = paragraphs(
        t("review-own", name=cut(row.name, TITLE), stars=stars_of(review.stars)),
        t("quoted", text=review.words) if review.words else None,
        t("review-reply", text=review.reply) if review.reply else None,
        t(f"review-is-{review.state}"),
    )
    sign = on.SignReview(**of, named=int(not review.named))
    return Screen(
        told,
        [
            _stars(of, review.stars),
            [button(t("button-review-words"), on.AskWords(**of))],
            [button(t("button-review-sign", named="yes" if review.named else "no"), sign)],
            [button(t("button-review-take"), on.TakeReview(**of))],
            back,
        ],
    )


def _stars(of: dict[str, int], now: int) -> list[InlineKeyboardButton]:
    return [
        button(f"{'★' if count <= now else '☆'}{count}", on.SetStars(**of, stars=count))
        for count in range(1, MOST_STARS + 1)
    ]


def ask_words(t: Translator, order_id: int, row: Bought) -> Screen:
    back = on.RateProduct(order_id=order_id, product_id=row.product_id)
    text = t("review-type", name=cut(row.name, TITLE))
    return Screen(text, [[button(t("button-back"), back)]])


def shown(
    t: Translator, product: Product, rows: Sequence[tuple[Review, str]], *, more: bool
) -> Screen:
    """What is said of a product, newest first."""
    told = [_said(t, review, name) for review, name in rows]
    head = lines(t("card-name", name=cut(product.name, TITLE)), rating(t, product))
    text = paragraphs(head, *told, None if told else t("reviews-none"))
    older = on.Reviews(product_id=product.id, before=rows[-1][0].id) if more else None
    return Screen(
        text,
        [
            [button(t("button-older"), older)] if older else [],
            [button(t("button-back"), OpenProduct(product_id=product.id))],
        ],
    )


def _said(t: Translator, review: Review, name: str) -> str:
    writer = cut(name, NAME) if review.named else t("review-customer")
    words, reply = cut(review.words, WORDS), cut(review.reply, REPLY)
    return lines(
        t("review-line", stars=stars_of(review.stars), name=writer),
        t("quoted", text=words) if words else None,
        t("review-reply", text=reply) if reply else None,
    )


@dated
def waiting(t: Translator, rows: Sequence[Said]) -> Screen:
    """Those that nobody has read."""
    buttons = column(
        button(
            t("review-button", stars=str(row.review.stars), product=cut(row.product, NAME)),
            on.OpenReview(review_id=row.review.id),
        )
        for row in rows[:PAGE]
    )
    later = on.WaitingReviews(after=rows[PAGE - 1].review.id) if len(rows) > PAGE else None
    return Screen(
        t("reviews-waiting") if rows else t("reviews-waiting-none"),
        [
            *buttons,
            [button(t("button-more"), later)] if later else [],
            [button(t("button-back"), AdminOrders(page=0))],
        ],
    )


@dated
def judged(t: Translator, said: Said) -> Screen:
    """One review, and what the shop may do with it."""
    review = said.review
    hide = "button-review-hide" if review.state is ReviewState.SHOWN else "button-review-keep"
    seen, is_shown = seal_of(review), review.state is ReviewState.SHOWN
    text = paragraphs(
        t("card-name", name=cut(said.product, TITLE)),
        lines(
            t("review-line", stars=stars_of(review.stars), name=cut(said.name, NAME)),
            t("quoted", text=review.words) if review.words else None,
            t("review-reply", text=review.reply) if review.reply else None,
        ),
        t(f"review-state-{review.state}"),
    )
    return Screen(
        text,
        [
            [] if is_shown else [_judge(t, "button-review-show", review, seen, shown=True)],
            []
            if review.state is ReviewState.HIDDEN
            else [_judge(t, hide, review, seen, shown=False)],
            [button(t("button-review-reply"), on.AskReply(review_id=review.id, seen=seen))],
            [button(t("button-reviews-waiting"), on.WaitingReviews(after=0))],
        ],
    )


def _judge(
    t: Translator, key: str, review: Review, seen: str, *, shown: bool
) -> InlineKeyboardButton:
    return button(t(key), on.JudgeReview(review_id=review.id, shown=int(shown), seen=seen))


def ask_reply(t: Translator, said: Said) -> Screen:
    back = on.OpenReview(review_id=said.review.id)
    return Screen(t("review-ask-reply"), [[button(t("button-back"), back)]])


def asked(t: Translator, code: str, order_id: int, row: Bought) -> Screen:
    """Some days after it came: one tap answers."""
    of = {"order_id": order_id, "product_id": row.product_id}
    text = t("review-asked", code=code, name=cut(row.name, TITLE))
    return Screen(text, [_stars(of, 0), [button(t("button-home"), Home())]])


def news(t: Translator, said: Said) -> Screen:
    """To who works for the shop: somebody's words wait."""
    text = t("admin-rated", product=cut(said.product, TITLE), stars=str(said.review.stars))
    opened = on.OpenReview(review_id=said.review.id)
    return Screen(text, [[button(t("button-review-open"), opened)]])


def answered(t: Translator, said: Said) -> Screen:
    text = paragraphs(
        t("review-answered", product=cut(said.product, TITLE)),
        t("review-reply", text=said.review.reply),
    )
    product = OpenProduct(product_id=said.review.product_id)
    return Screen(text, [[button(t("button-product"), product)]])
