"""Reviews as the shop sees them: read before they are shown, hidden, answered."""

from handlers import review_callbacks as on
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import review as views
from handlers.views.screen import Screen
from models.permission import Permission
from services.people.review import ReviewService
from services.people.user import UserService


class ReviewsDesk:
    def __init__(self, reviews: ReviewService, users: UserService) -> None:
        self._reviews = reviews
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            commands={"reviews": self.open},
            buttons={
                on.WaitingReviews: self.waiting,
                on.OpenReview: self.review,
                on.JudgeReview: self.judge,
                on.AskReply: self.ask,
            },
            typed={"review-reply": self.reply},
            needs=Permission.TALK,
        )

    async def open(self, typed: Typed) -> None:
        await typed.say(views.waiting(typed.who.t, await self._reviews.waiting()))

    async def waiting(self, press: Press[on.WaitingReviews]) -> None:
        rows = await self._reviews.waiting(press.action.after)
        await press.show(views.waiting(press.who.t, rows))

    async def review(self, press: Press[on.OpenReview]) -> None:
        await press.show(await self._card(press.who, press.action.review_id))

    async def judge(self, press: Press[on.JudgeReview]) -> None:
        who, row = press.who, press.action
        shown = bool(row.shown)
        await self._reviews.judge(row.review_id, shown=shown, seen=row.seen, actor=who.as_admin)
        await press.show(await self._card(who, row.review_id), who.t("review-judged"))

    async def ask(self, press: Press[on.AskReply]) -> None:
        row = press.action
        said = await self._reviews.get(row.review_id)
        await self._users.expect(press.who.id, f"review-reply:{row.review_id}:{row.seen}")
        await press.show(views.ask_reply(press.who.t, said))

    async def reply(self, typed: Typed) -> None:
        number, seen = typed.subject.split(":")
        who = typed.who
        await self._reviews.reply(int(number), typed.text, seen=seen, actor=who.as_admin)
        await self._users.expect(who.id, None)
        await typed.say(await self._card(who, int(number)))

    async def _card(self, who: Visitor, review_id: int) -> Screen:
        return views.judged(who.t, await self._reviews.get(review_id))
