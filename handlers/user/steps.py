"""What is filled in before an order: where to, what the shop asks, and all of it shown once more.

A question waits as `delivery:BTC+credit+7:17` or `asked:BTC+credit+7:12.0.5e8f:17`: how they pay,
which way to ship they chose, what is asked in which words, and the screen it stands on.
"""

from dataclasses import dataclass, replace
from typing import Any

from handlers import replies
from handlers.press import Press, Typed, Visitor
from handlers.user.ordering import Ordering
from handlers.views import checkout as views
from handlers.views.checkout import Bill, Way
from handlers.views.screen import Screen, paragraphs
from services.people.user import UserService
from services.sale.checkout import check_delivery
from services.sale.form import Entry, Form, FormService, check_answer, place_of
from services.sale.quote import Asked, Key

DELIVERY, ANSWER = "delivery", "asked"


@dataclass(frozen=True, slots=True)
class Step:
    """A screen, and what is typed below it answers; `topic` empty: nothing."""

    screen: Screen
    topic: str = ""
    shows_all: bool = False
    """It shows everything that was typed so far."""


class Steps:
    def __init__(self, ordering: Ordering, forms: FormService, users: UserService) -> None:
        self._ordering = ordering
        self._forms = forms
        self._users = users

    async def begin(self, press: Press[Any], way: Way) -> None:
        """With what was answered for another way to pay, if that was lately."""
        form = await self._forms.find(press.who.id) or Form()
        await self.show(press, way, replace(form, delivery=None))

    async def show(self, press: Press[Any], way: Way, form: Form, seal: str = "") -> None:
        """The next step; `seal`: of what was shown before."""
        step = await self._next(press.who, way, form, seal)
        await self._expect(press.who, step.topic, press.message_id)
        await press.show(step.screen)

    async def typed(self, typed: Typed, topic: str, subject: str) -> None:
        """The last message counts, also when it is an edit; one that stands in the form already is
        put right, whatever is asked by now.
        """
        waits = unpacked(topic, subject)
        form = await self._forms.find(typed.who.id) or Form()
        at = form.written_in(place_of(typed.note))
        await self._note(typed, waits, form, at)
        if waits.screen_id:
            await replies.remove(typed.who.bot, typed.who.id, waits.screen_id)

    async def corrected(self, typed: Typed) -> bool:
        """Whether an edit of an earlier message put right what stands in it. A button that was
        pressed since has ended the question, and not the form: it is noted, and the button that
        orders shows it first, since its seal is of what was shown.
        """
        form = await self._forms.find(typed.who.id)
        at = form.written_in(place_of(typed.note)) if form else None
        if form is None or at is None:
            return False
        topic, _, subject = (typed.who.user.expecting or "").partition(":")
        if topic in (DELIVERY, ANSWER):
            await self._note(typed, unpacked(topic, subject), form, at)
            return True
        entry, _ = await self._kept(typed, form, at, form.mark_of(at))
        await typed.say(Screen(typed.who.t("answer-noted", text=entry.text)))
        return True

    async def holds(self, typed: Typed) -> bool:
        """Whether something of what was filled in stands in this message."""
        form = await self._forms.find(typed.who.id)
        return form is not None and form.written_in(place_of(typed.note)) is not None

    async def counts(self, who: Visitor) -> str | None:
        """Of what was typed and waits, the last; None: nothing waits."""
        topic, _, subject = (who.user.expecting or "").partition(":")
        form = await self._forms.find(who.id) if topic in (DELIVERY, ANSWER) else None
        if form is None:
            return None
        asked = unpacked(topic, subject).asked
        found = form.delivery if isinstance(asked, str) else form.answers.get(asked)
        return found.text if found else form.address

    async def _note(
        self, typed: Typed, waits: "Waits", form: Form, put_right: Key | str | None
    ) -> None:
        """Keep it, and show what comes next. `put_right`: what stood in that message already, and
        answers what it answered. Raises BadDelivery, BadAnswer.
        """
        way, at, to = waits.way, waits.asked, waits.mark
        if put_right is not None:
            at, to = put_right, form.mark_of(put_right)
        entry, form = await self._kept(typed, form, at, to)
        step = await self._next(typed.who, way, form, last=waits.topic)
        screen = step.screen
        if not step.shows_all:
            noted = typed.who.t("answer-noted", text=entry.text)
            screen = replace(screen, text=paragraphs(noted, screen.text))
        await self._expect(typed.who, step.topic, await typed.say(screen))

    async def _kept(self, typed: Typed, form: Form, at: Key | str, to: str) -> tuple[Entry, Form]:
        """What was typed, and the form with it. Raises BadDelivery, BadAnswer."""
        check = check_delivery if isinstance(at, str) else check_answer
        entry = Entry(check(typed.text), place_of(typed.note), to)
        form = replace(form, delivery=entry) if isinstance(at, str) else form.with_answer(at, entry)
        form = replace(form, is_message=True)
        await self._forms.keep(typed.who.id, form, typed.note)
        return entry, form

    async def _next(
        self, who: Visitor, way: Way, form: Form, seal: str = "", last: str = ""
    ) -> Step:
        """`last`: what was asked last; another message takes the place of that answer."""
        bill = await self._ordering.bill(who, way, form, seal=seal)
        form = form.answering(bill.quote.asked)
        unpayable = bill.fee is None or (way.coin is None and bill.to_pay)
        if bill.quote.postage.is_open or unpayable:
            return Step(self._ordering.chooser(who.t, bill))
        if bill.quote.needs_delivery and form.delivery is None:
            street = await self._ordering.last_delivery(who)
            return Step(views.type_delivery(who.t, way, street), packed(way, DELIVERY))
        open_ = [each for each in bill.quote.asked if each.key not in form.answers]
        if open_:
            number = bill.quote.asked.index(open_[0]) + 1
            screen = views.ask(who.t, bill, way, open_[0], number)
            return Step(screen, packed(way, open_[0]))
        topic = last or packed(way, _last(bill))
        return Step(views.confirm(who.t, bill, way, form), topic, shows_all=True)

    async def _expect(self, who: Visitor, topic: str, screen_id: int) -> None:
        """Also while all is shown: another message takes the place of the last one."""
        await self._users.expect(who.id, f"{topic}:{screen_id}" if topic else None)


def _last(bill: Bill) -> Asked | str:
    return bill.quote.asked[-1] if bill.quote.asked else DELIVERY


def packed(way: Way, asked: Asked | str) -> str:
    """What waits for an answer, without its screen."""
    how = "+".join([way.asset, *(["credit"] if way.use_credit else []), str(way.ship)])
    if isinstance(asked, str):
        return f"{DELIVERY}:{how}"
    return f"{ANSWER}:{how}:{asked.key[0]}.{asked.key[1]}.{asked.mark}"


@dataclass(frozen=True, slots=True)
class Waits:
    """A question that waits. `topic`: it, without its screen; `mark`: of the words it is asked in,
    which an older version did not know.
    """

    topic: str
    way: Way
    asked: Key | str
    mark: str
    screen_id: int


def unpacked(topic: str, subject: str) -> Waits:
    """Also what an older version was expecting, which knew less."""
    choice, *rest = subject.split(":")
    asset, *how = choice.split("+")
    ship = int(how[-1]) if how and how[-1].isdigit() else 0
    screen_id = int(rest[-1]) if rest and rest[-1].isdigit() else 0
    way = Way(asset, "credit" in how, ship)
    if topic == DELIVERY:
        return Waits(packed(way, DELIVERY), way, DELIVERY, "", screen_id)
    variant, place, *mark = rest[0].split(".")
    last = f"{topic}:{choice}:{rest[0]}"
    return Waits(last, way, (int(variant), int(place)), "".join(mark), screen_id)
