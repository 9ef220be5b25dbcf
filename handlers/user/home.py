"""Start, home, help, language; and whatever nobody else understood."""

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.replies import show
from handlers.views import home as views
from handlers.views.screen import Screen
from models.user import User
from services.people.user import UserService
from services.running.shop import Shop
from utils.l10n import Translator, Translators


def build_router() -> Router:
    router = Router(name=__name__)
    router.message.register(start, CommandStart())
    router.message.register(help_command, Command("help"))
    router.callback_query.register(home, callbacks.Home.filter())
    router.callback_query.register(help_page, callbacks.Help.filter())
    router.callback_query.register(languages, callbacks.Languages.filter())
    router.callback_query.register(speak, callbacks.SetLanguage.filter())
    return router


def build_fallback() -> Router:
    """Comes last: what no other router took."""
    router = Router(name=f"{__name__}.fallback")
    router.message.register(text_expected, ~F.text, F.func(_is_content))
    router.message.register(not_understood)
    router.callback_query.register(stale)
    return router


def _is_content(message: Message) -> bool:
    return message.content_type not in {"pinned_message", "message_auto_delete_timer_changed"}


async def start(
    message: Message, user: User, users: UserService, shop: Shop, t: Translator
) -> None:
    """Greets; whatever follows /start in a link is ignored."""
    await users.register(user.id, _name(message), _username(message), None)
    await users.expect(user.id, None)
    greeting = t("greeting", shop=shop.name, name=_name(message))
    screen = await _home(user, users, shop, t, greeting)
    await message.answer(screen.text, reply_markup=screen.keyboard)


def _name(message: Message) -> str:
    return message.from_user.full_name if message.from_user else ""


def _username(message: Message) -> str | None:
    return message.from_user.username if message.from_user else None


async def _home(
    user: User, users: UserService, shop: Shop, t: Translator, note: str | None = None
) -> Screen:
    credit = await users.credit(user.id, shop.currency)
    return views.home(t, shop.name, credit, shop.currency, note)


async def home(
    query: CallbackQuery, user: User, users: UserService, shop: Shop, t: Translator
) -> None:
    await show(query, await _home(user, users, shop, t))


async def help_command(message: Message, shop: Shop, t: Translator) -> None:
    screen = views.help_page(t, shop.timeout_minutes)
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def help_page(query: CallbackQuery, shop: Shop, t: Translator) -> None:
    await show(query, views.help_page(t, shop.timeout_minutes))


async def languages(query: CallbackQuery, translators: Translators, t: Translator) -> None:
    await show(query, views.languages(t, translators.languages))


async def speak(
    query: CallbackQuery,
    callback_data: callbacks.SetLanguage,
    user: User,
    users: UserService,
    shop: Shop,
    translators: Translators,
) -> None:
    language = await users.speak(user.id, callback_data.language)
    t = translators(language)
    await show(query, await _home(user, users, shop, t, t("language-set")))


async def text_expected(message: Message, t: Translator) -> None:
    await message.answer(t("text-expected"))


async def not_understood(
    message: Message, user: User, users: UserService, shop: Shop, t: Translator
) -> None:
    screen = await _home(user, users, shop, t, t("not-understood"))
    await message.answer(screen.text, reply_markup=screen.keyboard)


async def stale(
    query: CallbackQuery, user: User, users: UserService, shop: Shop, t: Translator
) -> None:
    """A forged button, one of an old version, or one that is not this person's to press."""
    await show(query, await _home(user, users, shop, t, t("stale-button")))
