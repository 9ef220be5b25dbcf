"""No screen of reviews is more than Telegram shows, whatever was written."""

import pytest

from handlers.views import review as views
from models.product import Product
from models.review import LONGEST_REPLY, LONGEST_WORDS, Bought, Review, ReviewState
from services.people.review import PAGE, Said
from tests.handlers.conftest import TEXTS
from tests.handlers.test_view_limits import GLYPHS, NOW, Longest, check

MANY = 50
"""Products of one order."""


@pytest.mark.parametrize("language", sorted(TEXTS.languages))
@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_screen_of_reviews_fits(glyph: str, language: str) -> None:
    world = Longest(glyph, language, "BTC", 300)
    t, name = world.t, world.text(128)
    review = Review(id=2**62, product_id=2**62, user_id=1, order_id=2**62, stars=5, named=True)
    review.words, review.reply = world.text(LONGEST_WORDS), world.text(LONGEST_REPLY)
    review.state, review.created_at = ReviewState.HIDDEN, NOW
    product = Product(id=2**62, name=name, rated=10**9, stars=5 * 10**9 - 1)
    said, bought = Said(review, name, name), Bought(2**62, name, review)
    screens = {
        "choose": views.choose(t, 2**62, [bought] * MANY),
        "own": views.own(t, 2**62, bought),
        "own, new": views.own(t, 2**62, Bought(1, name, None)),
        "ask_words": views.ask_words(t, 2**62, bought),
        "shown": views.shown(t, product, [(review, name)] * PAGE, more=True),
        "waiting": views.waiting(t, [said] * (PAGE + 1)),
        "judged": views.judged(t, said),
        "ask_reply": views.ask_reply(t, said),
        "asked": views.asked(t, "WWWWW", 2**62, Bought(2**62, name, None)),
        "news": views.news(t, said),
        "answered": views.answered(t, said),
    }
    for screen_name, screen in screens.items():
        check(screen_name, screen)


def test_an_average_is_rounded_and_never_better_than_five() -> None:
    t = TEXTS("en")
    told = {
        (1, 5): "★ 5.0 · 1 review",
        (2, 9): "★ 4.5 · 2 reviews",
        (3, 13): "★ 4.3 · 3 reviews",
        (3, 14): "★ 4.7 · 3 reviews",
        (20, 99): "★ 5.0 · 20 reviews",
    }
    for (rated, stars), words in told.items():
        assert views.rating(t, Product(rated=rated, stars=stars)) == words
    assert views.rating(t, Product(rated=0, stars=0)) is None
