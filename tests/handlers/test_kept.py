"""A message that is kept up to date is no place for another screen: it would come back over it."""

from aiogram.methods import EditMessageText, SendMessage

from handlers.callbacks import Home
from handlers.press import Press, Spinner, Visitor
from models.post import Post, PostForm
from tests.handlers.conftest import ALICE, TEXTS, Hall
from tests.handlers.telegram import mounted, pressed

KEPT, OTHER = 77, 78


async def test_a_screen_is_put_below_a_message_that_is_kept(hall: Hall) -> None:
    hall.open_all()
    await hall.user()
    post = Post(chat_id=ALICE, subject="invoice:7", order_id=None, bot_id=0)
    post.message_id, post.form, post.changed_at = KEPT, PostForm.TEXT, hall.clock()
    async with hall.database.uow() as uow:
        await uow.posts.put(post)
    await hall.press(Home().pack(), number=KEPT)
    assert hall.telegram.of(EditMessageText) == []
    assert len(hall.telegram.of(SendMessage)) == 1
    await hall.press(Home().pack(), number=OTHER)
    assert len(hall.telegram.of(EditMessageText)) == 1
    assert len(hall.telegram.of(SendMessage)) == 1


async def test_what_does_not_fit_into_an_alert_is_said_below(hall: Hall) -> None:
    hall.open_all()
    await hall.user()
    spinner = Spinner(mounted(pressed(ALICE, "x"), hall.bot).callback_query)  # type: ignore[arg-type]
    who = Visitor(await hall.user(), TEXTS("en"), hall.bot)
    await Press(spinner, None, who).tell("a" * 201)
    assert [sent.text for sent in hall.telegram.of(SendMessage)] == ["a" * 201]
    assert hall.telegram.answers[-1].text is None
