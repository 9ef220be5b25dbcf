"""Goods come as few messages as hold them; a crash repeats one, a refusal costs the group."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import SendDocument, SendMediaGroup, SendMessage, SendVoice, TelegramMethod
from aiogram.types import BufferedInputFile
from hypothesis import given as over
from hypothesis import strategies as st

from db import Database
from handlers.parcel import MOST_BYTES, MOST_TOGETHER, Progress, family, following
from models.errors import OrderNotFound
from models.outbox import OutboxStatus
from models.product import ProductKind
from services.goods.filing import FileKind, Head, Incoming
from services.goods.intake import Delivery
from services.goods.keeping import Field, seal
from services.goods.unit import sealed_unit
from services.running.notification import Event
from services.sale.handout import Given, GoodFile
from tests.handlers.chats import Shown, bad_request
from tests.handlers.mail import Mail

BOB, ADMIN = 100, "admin:1"
DOC, PHOTO, VIDEO, VOICE = FileKind.DOCUMENT, FileKind.PHOTO, FileKind.VIDEO, FileKind.VOICE


@pytest.fixture
async def mail(sqlite_database: Database) -> AsyncIterator[Mail]:
    mail = Mail(sqlite_database)
    await mail.world.rates.refresh()
    yield mail
    assert await mail.world.violations() == []


async def bought(mail: Mail, *kinds: FileKind, text: str = "", size: int = 0) -> int:
    """A paid order of Bob's with these files, and a text if there is one."""
    world, wanted = mail.world, dict[int, int]()
    if kinds:
        files = await world.variant(0)
        incoming = [
            Incoming(f"{number}.bin", "", f"{kind} {number}".encode().ljust(size), kind)
            for number, kind in enumerate(kinds)
        ]
        await world.filing.add(files, incoming, Delivery(), actor=ADMIN)
        wanted[files] = len(kinds)
    if text:
        keys = await world.variant(0)
        async with world.uow() as uow:
            unit = sealed_unit(world.sealer, keys, text, world.clock())
            await uow.stock.add_units([unit])
        wanted[keys] = 1
    await world.customer(BOB)
    for variant, pieces in wanted.items():
        await world.carts.add(BOB, variant, pieces)
    order_id = await world.till.place(BOB, "BTC")
    await world.pay(order_id)
    world.chain.mine(6)
    world.clock.advance(seconds=20)
    await world.payments.scan("BTC")
    return order_id


def goods(mail: Mail) -> list[Shown]:
    """What came with them."""
    found = [m for m in mail.chats.shown[BOB] if m.file or "🎁" in m.text]
    return [m for m in found if m.kind != "photo" or m.group or m.file[:5] == b"photo"]


def kinds_of(shown: list[Shown]) -> list[tuple[str, int]]:
    groups = sorted({m.group for m in shown} - {0})
    return [(m.kind, groups.index(m.group) + 1 if m.group else 0) for m in shown]


async def test_files_and_a_text_are_one_group(mail: Mail) -> None:
    await bought(mail, DOC, DOC, DOC, text="STAR-1")
    mail.protect = True
    mail.start(mail.bot)
    await mail.delivered()
    found = goods(mail)
    assert kinds_of(found) == [("document", 1)] * 3
    assert [bool(m.text) for m in found] == [False, False, True]
    assert "<code>STAR-1</code>" in found[-1].text
    assert "3 × thing 0" in found[-1].text
    assert all(m.protected for m in found)
    assert [m.file for m in found] == [b"document 0", b"document 1", b"document 2"]
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}


async def test_what_telegram_does_not_mix_comes_in_groups_of_its_own(mail: Mail) -> None:
    await bought(mail, DOC, PHOTO, DOC, VIDEO, VOICE)
    await mail.delivered()
    assert kinds_of(goods(mail)) == [
        ("document", 1), ("document", 1), ("photo", 2), ("video", 2), ("voice", 0)
    ]  # fmt: skip


async def test_a_single_file_has_its_text_and_its_buttons(mail: Mail) -> None:
    await bought(mail, PHOTO, text="STAR-1")
    await mail.delivered()
    [found] = goods(mail)
    assert (found.kind, found.keyboard is not None) == ("photo", True)
    assert "STAR-1" in found.text


async def test_a_text_that_does_not_fit_comes_after(mail: Mail) -> None:
    """1,024 UTF-16 units: an emoji is two of them."""
    await bought(mail, DOC, DOC, text="🚀" * 600)
    await mail.delivered()
    found = goods(mail)
    assert kinds_of(found) == [("document", 1), ("document", 1), ("text", 0)]
    assert "🚀" not in found[1].text
    assert "🚀" * 600 in found[2].text


def refusing_groups(method: TelegramMethod[Any]) -> Exception | None:
    return bad_request(method, "MEDIA_INVALID") if isinstance(method, SendMediaGroup) else None


@pytest.mark.parametrize("too_large", [False, True])
async def test_a_refused_group_comes_file_by_file(mail: Mail, *, too_large: bool) -> None:
    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        if too_large and isinstance(method, SendMediaGroup):
            return TelegramEntityTooLarge(method, "Request Entity Too Large")
        return refusing_groups(method)

    mail.chats.refusal = refuse
    await bought(mail, PHOTO, PHOTO, VIDEO, text="STAR-1")
    await mail.delivered()
    found = goods(mail)
    assert [m.kind for m in found] == ["document", "document", "document", "text"]
    assert [m.file for m in found[:3]] == [b"photo 0", b"photo 1", b"video 2"]
    assert "STAR-1" in found[3].text
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}


async def test_a_refused_text_comes_as_a_file(mail: Mail) -> None:
    """It was below the group, then alone, then in a file: and no file came twice."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        said = getattr(method, "media", [None])[-1]
        words = getattr(method, "text", "") or getattr(said, "caption", "") or ""
        return bad_request(method, "can't parse entities") if "STAR-1" in words else None

    mail.chats.refusal = refuse
    await bought(mail, DOC, DOC, text="STAR-1")
    await mail.delivered()
    found = goods(mail)
    assert [m.kind for m in found] == ["document"] * 3
    assert b"STAR-1" in found[2].file


async def test_a_voice_that_is_not_wanted_comes_as_a_file(mail: Mail) -> None:
    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        no = isinstance(method, SendVoice)
        return bad_request(method, "VOICE_MESSAGES_FORBIDDEN") if no else None

    mail.chats.refusal = refuse
    await bought(mail, VOICE)
    await mail.delivered()
    assert [m.kind for m in goods(mail)] == ["document"]


async def test_what_is_refused_in_every_form_waits_for_a_person_and_goes_on_there(
    mail: Mail,
) -> None:
    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        if isinstance(method, SendDocument) and getattr(method.document, "data", b"")[-1:] == b"1":
            return bad_request(method, "FILE_PARTS_INVALID")
        return refusing_groups(method)

    mail.chats.refusal = refuse
    order_id = await bought(mail, DOC, DOC, DOC)
    await mail.delivered()
    assert [m.file for m in goods(mail)] == [b"document 0"]
    assert (await mail.world.load(order_id)).needs_review == "delivery-failed"
    [aside] = await mail.world.set_aside.failed()
    mail.chats.refusal = lambda _method: None
    assert await mail.world.set_aside.resend(aside.id)
    await mail.delivered()
    assert [m.file for m in goods(mail)] == [b"document 0", b"document 1", b"document 2"]
    assert (await mail.world.load(order_id)).needs_review is None


async def test_what_passes_repeats_only_the_message_it_stopped(mail: Mail) -> None:
    """The second message meets a rate limit, then a lost network: the first came once."""
    troubles = [
        TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "Too Many Requests", 9),
        TelegramNetworkError(SendMessage(chat_id=1, text="x"), "no route"),
    ]

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        is_text = isinstance(method, SendMessage) and "🎁" in method.text
        return troubles.pop() if is_text and troubles else None

    mail.chats.refusal = refuse
    await bought(mail, DOC, DOC, text="🚀" * 600)
    await mail.delivered()
    assert not troubles
    assert kinds_of(goods(mail)) == [("document", 1), ("document", 1), ("text", 0)]


async def test_what_takes_too_long_together_comes_in_smaller_parts(mail: Mail) -> None:
    """A line that is too slow for a large request is fast enough for a small one."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        media = method.media if isinstance(method, SendMediaGroup) else ()
        slow = sum(len(getattr(each.media, "data", b"")) for each in media) > 20_000_000
        return TelegramNetworkError(method, "Request timeout error") if slow else None

    mail.chats.refusal = refuse
    await bought(mail, DOC, DOC, DOC, DOC, size=9_000_000)
    await mail.delivered()
    came = [m.file[:10] for m in goods(mail)]
    assert came == [b"document 0", b"document 1", b"document 2", b"document 3"]
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}


async def test_a_note_that_is_late_or_refused_repeats_no_goods(mail: Mail) -> None:
    """Notes are messages of their own: a limit repeats the note, a refusal sets aside the note."""
    troubles: list[Exception] = [
        TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "Too Many Requests", 9)
        for _ in range(3)
    ]

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        is_note = isinstance(method, SendMessage) and "read on" in method.text
        return troubles.pop() if is_note and troubles else None

    mail.chats.refusal = refuse
    await bought(mail, DOC, DOC, DOC)
    await noted(mail, 1, "read on " + "x" * 900)
    await mail.delivered()
    assert not troubles
    assert [m.file for m in goods(mail)] == [b"document 0", b"document 1", b"document 2"]
    assert len([m for m in mail.chats.shown[BOB] if "read on" in m.text]) == 1
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}


async def test_a_limit_between_the_pages_of_notes_repeats_one(mail: Mail) -> None:
    """Also where they come with the word that a parcel was shipped."""
    limits = [0]

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        limits[0] += isinstance(method, SendMessage) and "read on" in method.text
        late = limits[0] in (2, 4) and "read on" in getattr(method, "text", "")
        return TelegramRetryAfter(method, "Too Many Requests", 9) if late else None

    world = mail.world
    await world.customer(BOB)
    for product in range(1, 6):
        await world.carts.add(BOB, await world.variant(5, kind=ProductKind.PHYSICAL), 1)
        await noted(mail, product, f"read on {product} " + "x" * 900)
    order_id = await world.till.place(BOB, "BTC", "1 Long Road, London")
    await world.pay(order_id)
    world.chain.mine(6)
    await world.payments.scan("BTC")
    await world.orders.ship(order_id, actor=ADMIN)
    mail.chats.refusal = refuse
    await mail.delivered()
    said = [m.text for m in mail.chats.shown[BOB] if "read on" in m.text]
    assert [sum(f"read on {n} " in text for text in said) for n in range(1, 6)] == [1] * 5
    assert await mail.statuses(Event.SHIPPED) == {OutboxStatus.SENT}


def refusing(mail: Mail, words: str) -> None:
    """In every form: as a message, and as a file."""

    def refuse(method: TelegramMethod[Any]) -> Exception | None:
        said = getattr(method, "text", None) or ""
        sent = getattr(method, "document", None)
        said += sent.data.decode() if isinstance(sent, BufferedInputFile) else ""
        return bad_request(method, "WORDS_REFUSED") if words in said else None

    mail.chats.refusal = refuse


async def parcel(mail: Mail) -> int:
    """A paid order of Bob's that is to be shipped."""
    world, variant = mail.world, await mail.world.variant(5, kind=ProductKind.PHYSICAL)
    await world.customer(BOB)
    await world.carts.add(BOB, variant, 1)
    order_id = await world.till.place(BOB, "BTC", "1 Long Road, London")
    await world.pay(order_id)
    world.chain.mine(6)
    await world.payments.scan("BTC")
    return order_id


async def was_told(mail: Mail, order_id: int) -> None:
    """Both admins, of a note that was left out; and nothing else is to be looked at."""
    rows = [row for row in await mail.world.messages() if row.event == Event.ADMIN_NOTE]
    said = [(row.order_id, row.args["detail"]) for row in rows]
    assert said == [(order_id, "Bad Request: WORDS_REFUSED")] * 2
    assert any("refused a delivery note" in m.text for m in mail.chats.shown[1])
    assert (await mail.world.load(order_id)).needs_review is None
    assert not any("read on" in m.text for m in mail.chats.shown[BOB])


async def test_goods_go_without_a_note_that_telegram_takes_in_no_form(mail: Mail) -> None:
    """It set the row of the goods aside, and the order looked undelivered."""
    refusing(mail, "read on")
    order_id = await bought(mail, DOC)
    await noted(mail, 1, "read on")
    await mail.delivered()
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}
    assert [m.file for m in goods(mail)] == [b"document 0"]
    await was_told(mail, order_id)


async def test_a_parcel_is_told_of_without_a_note_that_is_refused(mail: Mail) -> None:
    order_id = await parcel(mail)
    await noted(mail, 1, "read on")
    refusing(mail, "read on")
    await mail.world.orders.ship(order_id, actor=ADMIN)
    await mail.delivered()
    assert await mail.statuses(Event.SHIPPED) == {OutboxStatus.SENT}
    assert any("on its way" in m.text for m in mail.chats.shown[BOB])
    await was_told(mail, order_id)


async def test_a_refused_note_holds_up_no_other(mail: Mail) -> None:
    """One page of several, the first of them."""
    refusing(mail, "read on 1")
    await bought(mail, *[DOC] * 2, text="STAR-1")
    for product in (1, 2):
        await noted(mail, product, f"read on {product} " + "x" * 980)
    await mail.delivered()
    said = " ".join(m.text for m in mail.chats.shown[BOB])
    assert ("read on 1" in said, "read on 2" in said) == (False, True)
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}


async def test_the_words_of_a_parcel_that_are_refused_themselves_are_set_aside(mail: Mail) -> None:
    refusing(mail, "on its way")
    await mail.world.orders.ship(await parcel(mail), actor=ADMIN)
    await mail.delivered()
    assert await mail.statuses(Event.SHIPPED) == {OutboxStatus.FAILED}


async def noted(mail: Mail, product: int, note: str) -> None:
    await mail.world.keeping.change(Field.NOTE, product, note, seen=seal(""), actor=ADMIN)


async def test_a_crash_between_sending_and_noting_repeats_one_message(mail: Mail) -> None:
    """Killed after each message in turn, before it was noted."""
    await bought(mail, DOC, DOC, PHOTO, PHOTO, VOICE)
    for _ in range(3):
        kill_next_note(mail)
        with suppress(BaseExceptionGroup):
            async with asyncio.timeout(5):
                await mail.delivered()
        mail.start(mail.bot)
        mail.world.clock.advance(seconds=21)
    await mail.delivered()
    came = [m.file for m in goods(mail)]
    assert set(came) == {b"document 0", b"document 1", b"photo 2", b"photo 3", b"voice 4"}
    assert await mail.statuses(Event.GOODS) == {OutboxStatus.SENT}
    assert 5 < len(came) <= 5 + 3 * 2, "each crash repeats one message, of two files at most"


class Killed(BaseException):
    """As a power cut."""


def kill_next_note(mail: Mail) -> None:
    outbox = mail.world.outbox
    noted = outbox.sent

    async def sent(message: Any, delivered: Any) -> bool:
        if message.event != Event.GOODS:
            return await noted(message, delivered)
        raise Killed

    outbox.sent = sent  # type: ignore[method-assign]


async def test_files_come_again_as_they_came_first(mail: Mail) -> None:
    """By the queue, and once a minute, however often it is pressed; not arriving, the order is
    as delivered as it was.
    """
    order_id = await bought(mail, DOC, DOC, text="STAR-1")
    await mail.delivered()
    before = goods(mail)
    for _ in range(3):
        await mail.world.orders.handout.again(order_id, owner=BOB)
    await mail.delivered()
    again = goods(mail)[len(before) :]
    assert [(m.kind, m.text, m.file) for m in again] == [(m.kind, m.text, m.file) for m in before]
    mail.chats.refusal = lambda method: (
        None if isinstance(method, SendMessage) else bad_request(method, "MEDIA_INVALID")
    )
    mail.world.clock.advance(seconds=61)
    await mail.world.orders.handout.again(order_id, owner=BOB)
    await mail.delivered()
    assert await mail.statuses(Event.GOODS_AGAIN) == {OutboxStatus.SENT, OutboxStatus.FAILED}
    assert (await mail.world.load(order_id)).needs_review is None
    with pytest.raises(OrderNotFound):
        await mail.world.orders.handout.again(order_id, owner=BOB + 1)


async def test_goods_that_changed_meanwhile_begin_anew(mail: Mail) -> None:
    so_far = Progress("of others", files=3, told=1)
    assert Progress.of(so_far.args, "of these") == Progress("of these")
    assert Progress.of(so_far.args, "of others") == so_far


files = st.builds(
    lambda number, kind, size: GoodFile("t", number, Head("n", "", size, "", "", kind)),
    st.integers(1, 10**9),
    st.sampled_from(FileKind),
    st.integers(1, 20 * 1024 * 1024),
)


@over(st.lists(files, max_size=40, unique_by=lambda file: file.file_id), st.booleans())
def test_every_file_goes_once_in_what_telegram_takes(every: list[GoodFile], singly: bool) -> None:
    given, done, came = Given(files=every), Progress("", singly=singly), list[int]()
    while together := following(given, done):
        assert len(together) <= (1 if singly else MOST_TOGETHER)
        assert len({family(file) for file in together}) == 1
        assert sum(file.head.size for file in together) <= MOST_BYTES
        came += [file.file_id for file in together]
        done = Progress("", len(came), 0, singly)
    assert sorted(came) == sorted(file.file_id for file in every)
