"""Stars for what was bought, words with them, and what others said."""

from handlers import review_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import review as views
from handlers.views.screen import Screen
from models.review import Bought
from models.review_errors import NotBought
from services.goods.product import ProductService
from services.people.review import ReviewService
from services.people.user import UserService

LINKS = {"url", "text_link", "mention", "text_mention", "email", "phone_number", "bot_command"}
"""What Telegram makes of a text that leads away from the shop."""


class ReviewDesk:
    def __init__(
        self, reviews: ReviewService, products: ProductService, users: UserService
    ) -> None:
        self._reviews = reviews
        self._products = products
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                on.RateOrder: self.choose,
                on.RateProduct: self.product,
                on.SetStars: self.rate,
                on.AskWords: self.ask,
                on.SignReview: self.sign,
                on.TakeReview: self.take_back,
                on.Reviews: self.shown,
            },
            typed={"review": self.said},
        )

    async def choose(self, press: Press[on.RateOrder]) -> None:
        order_id = press.action.order_id
        rows = await self._reviews.bought(order_id, owner=press.who.id)
        if len(rows) == 1:
            await press.show(views.own(press.who.t, order_id, rows[0]))
        else:
            await press.show(views.choose(press.who.t, order_id, rows))

    async def product(self, press: Press[on.RateProduct]) -> None:
        where = press.action
        await press.show(await self._own(press.who, where.order_id, where.product_id))

    async def rate(self, press: Press[on.SetStars]) -> None:
        who, row = press.who, press.action
        await self._reviews.rate(row.order_id, row.product_id, row.stars, owner=who.id)
        screen = await self._own(who, row.order_id, row.product_id)
        await press.show(screen, who.t("review-thanks"))

    async def ask(self, press: Press[on.AskWords]) -> None:
        who, row = press.who, press.action
        bought = await self._bought(who, row.order_id, row.product_id)
        topic = f"review:{row.order_id}:{row.product_id}:{press.message_id}"
        await self._users.expect(who.id, topic)
        await press.show(views.ask_words(who.t, row.order_id, bought))

    async def said(self, typed: Typed) -> None:
        order_id, product_id, at = map(int, typed.subject.split(":"))
        who = typed.who
        links = any(one.type in LINKS for one in typed.message.entities or ())
        await self._reviews.say(order_id, product_id, typed.text, owner=who.id, links=links)
        await self._users.expect(who.id, None)
        await typed.show(await self._own(who, order_id, product_id), at)

    async def sign(self, press: Press[on.SignReview]) -> None:
        who, row = press.who, press.action
        named = bool(row.named)
        await self._reviews.sign(row.order_id, row.product_id, named, owner=who.id)
        await press.show(await self._own(who, row.order_id, row.product_id))

    async def take_back(self, press: Press[on.TakeReview]) -> None:
        who, row = press.who, press.action
        await self._reviews.take_back(row.product_id, owner=who.id)
        await press.toast(who.t("review-taken"))
        await press.show(await self._own(who, row.order_id, row.product_id))

    async def shown(self, press: Press[on.Reviews]) -> None:
        product_id = press.action.product_id
        card = await self._products.get(product_id)
        rows, more = await self._reviews.shown(product_id, press.action.before)
        await press.show(views.shown(press.who.t, card.product, rows, more=more))

    async def _own(self, who: Visitor, order_id: int, product_id: int) -> Screen:
        return views.own(who.t, order_id, await self._bought(who, order_id, product_id))

    async def _bought(self, who: Visitor, order_id: int, product_id: int) -> Bought:
        """Raises NotBought."""
        rows = await self._reviews.bought(order_id, owner=who.id)
        found = next((row for row in rows if row.product_id == product_id), None)
        if found is None:
            raise NotBought
        return found
