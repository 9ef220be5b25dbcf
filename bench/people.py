"""What is asked about people, and of what passes between them and the shop."""

from datetime import timedelta

from bench.moment import Question, Scene
from db import UnitOfWork
from models.approval import MOST_ASKED, Act
from models.crowd import People, Place
from repositories.crowd import Window
from services.money.gift import MOST_A_DAY, MOST_OPEN, PIECE
from services.people.talk import SHOWN, TALKING, WINDOW

PAGE = 9
MOST = 100
CURRENCY = "USD"


async def passing(uow: UnitOfWork, scene: Scene) -> object:
    """A customer looks at what they may pass on, and opens a link."""
    await uow.gifts.newest(scene.customer, MOST_A_DAY)
    await uow.gifts.open_of(scene.customer, MOST_OPEN)
    await uow.gifts.has_open(scene.customer)
    await uow.gifts.of_digest("0" * 64)
    await uow.approvals.agreed(Act.KEY, "order:1:1", scene.now, scene.now)
    await uow.approvals.asked(Act.KEY, "order:1:1")
    return await uow.credit.undoable(scene.customer, CURRENCY, scene.now)


async def people(uow: UnitOfWork, scene: Scene) -> object:
    """Lists; that of the newest begins with them, and ends with its page."""
    window, place = Window(scene.now - timedelta(days=30), CURRENCY), Place(10, scene.customer)
    picked = (People.TIMEOUTS, People.TURNOVER, People.BANNED, People.TAGGED)
    return [await uow.crowd.listed(which, place, PAGE, window, 1) for which in picked]


async def a_person(uow: UnitOfWork, scene: Scene) -> object:
    await uow.orders.count_of(scene.customer, 100)
    await uow.people.timeouts(scene.customer, PAGE)
    await uow.people.last_order(scene.customer)
    await uow.people.notes(scene.customer)
    await uow.people.tags_of(scene.customer)
    await uow.credit.newest(scene.customer)
    await uow.credit.was_counted("by-hand:1")
    return await uow.credit.entries(scene.customer, PAGE)


async def question(uow: UnitOfWork, scene: Scene) -> object:
    """Somebody opens a thread, and what waits."""
    await uow.threads.find(scene.customer)
    await uow.threads.said(scene.customer, 0, PAGE)
    await uow.threads.newest(scene.customer)
    await uow.talks.number(scene.customer, 5)
    await uow.threads.count(MOST)
    await uow.topics.connected()
    await uow.notice_groups.at(-5)
    await uow.topics.of(scene.customer, -5)
    await uow.topics.at(-5, 7)
    return await uow.threads.waiting(PAGE)


async def complaints(uow: UnitOfWork, _scene: Scene) -> object:
    await uow.complaints.of_order(1)
    await uow.complaints.of_unit(1)
    await uow.complaints.waiting(1)
    await uow.complaints.count(MOST)
    await uow.complaints.find(1)
    return await uow.complaints.asked(PAGE)


PASSED_ON: dict[str, Question] = {
    "gift: the end of its time": lambda uow, s: uow.gifts.overdue(s.now, PIECE),
    "gift: what may be passed on": passing,
    "approvals: the end of their time": lambda uow, s: uow.approvals.overdue(s.now, PIECE),
    "notices: held, and not told in time": lambda uow, s: uow.notices.untold(s.now),
    "approvals: what waits": lambda uow, s: uow.approvals.open(MOST_ASKED),
}


async def asks(uow: UnitOfWork, scene: Scene) -> object:
    """Somebody writes to the shop."""
    await uow.talks.find(scene.customer, 5, scene.now)
    await uow.talks.of_album(scene.customer, "album")
    await uow.talks.handed_since(scene.customer, scene.now - WINDOW)
    await uow.talks.answered_album(scene.customer, "album")
    await uow.talks.waiting(scene.customer, SHOWN)
    await uow.talks.answered_since(scene.customer, scene.now - TALKING)
    return await uow.talks.asked_since(scene.customer, scene.now - WINDOW)


PEOPLE: dict[str, Question] = {
    "a question to the shop": asks,
    "admin: a person": a_person,
    "admin: people": people,
    "admin: questions": question,
    "admin: complaints": complaints,
}
