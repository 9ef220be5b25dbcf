"""Writes about reviews that every database must refuse."""

REVIEW = (
    "INSERT INTO reviews (product_id, user_id, order_id, stars, words, state, reply, created_at)"
    " VALUES ({product}, {user}, {order}, {stars}, '{words}', '{state}', '{reply}', 0)"
)
GOOD = {"product": 1, "user": 2, "order": 2, "stars": 5, "words": "", "state": "shown", "reply": ""}
STAYS = "guard: a review stays its buyer's"
BOUGHT = "guard: who reviews it has bought it"


def review(**changed: object) -> str:
    return REVIEW.format(**GOOD | changed)


REVIEWS = {
    "review what one has not bought": (review(product=2), BOUGHT),
    "review for somebody else": (review(user=1), BOUGHT),
    "review what has not come": (review(user=1, order=1), BOUGHT),
    "answer a review that nobody wrote": (review(reply="Thanks"), BOUGHT),
    "review twice": (review(), ""),
    "give six stars": ("UPDATE reviews SET stars = 6", "stars_known"),
    "give no star": ("UPDATE reviews SET stars = 0", "stars_known"),
    "go on and on": (f"UPDATE reviews SET words = '{'a' * 501}'", "words_bounded"),
    "answer without end": (f"UPDATE reviews SET reply = '{'a' * 501}'", "reply_bounded"),
    "let nothing wait": ("UPDATE reviews SET words = '', state = 'waiting'", "words_alone_wait"),
    "half show a review": ("UPDATE reviews SET state = 'half'", "state_known"),
    "half sign a review": ("UPDATE reviews SET named = 2", "named_known"),
    "hand a review to another": (
        "UPDATE reviews SET user_id = 1",
        "guard: a review stays its buyer's",
    ),
    "move a review": ("UPDATE reviews SET product_id = 2", "guard: a review stays its buyer's"),
    "rate a product without a review": (
        "INSERT INTO products (category_id, name, description, kind, active, rated, stars)"
        " VALUES (1, 'praised', '', 'digital', 1, 1, 5)",
        "guard: a product starts without reviews",
    ),
    "count more stars than there are": (
        "UPDATE products SET stars = 6 WHERE id = 1",
        "stars_of_reviews",
    ),
}
