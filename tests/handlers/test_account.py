"""A customer's own affairs at their desks: account, commands, texts, erasing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers import account_callbacks as on
from handlers.callbacks import Help
from handlers.views import slip
from handlers.views.texts import mark_of
from models.account import Detail, Words
from models.account_errors import BadDetail
from models.credit import CreditEntry, CreditReason
from models.order import Order, OrderStatus, delivery_binding
from models.permission import Role
from services.people.profile import ProfileService, check_detail
from services.people.publicid import public_id, spelled
from tests.handlers.conftest import ALICE, OLIVIA, TEXTS, Hall
from tools import Tools

BOB = 7100


@pytest.fixture
async def shop(hall: Hall) -> Hall:
    hall.open_all()
    await hall.user(OLIVIA)
    await hall.user(ALICE)
    return hall


def asking(hall: Hall, *details: Detail) -> ProfileService:
    """The shop with another ONBOARDING."""
    accounts = hall.tools.accounts
    profiles = ProfileService(hall.database.uow, hall.clock, hall.sealer, details)
    tools: Tools = replace(hall.tools, accounts=replace(accounts, profiles=profiles))
    hall.tools = tools
    hall.open_all()
    return profiles


def last(hall: Hall) -> str:
    return hall.telegram.said[-1]


async def ended(hall: Hall, status: OrderStatus = OrderStatus.EXPIRED) -> Order:
    """An order of Alice's with an address; it ended now unless it is open."""
    now, uow = hall.clock(), hall.database.uow
    sealed = hall.sealer.seal(b"Elm Street 7", bound_to=delivery_binding(ALICE))
    order = Order(user_id=ALICE, total=500, currency="USD", delivery=sealed)
    order.created_at, order.expires_at = now, now + timedelta(minutes=30)
    async with uow() as work:
        await work.orders.add(order)
    if status is not OrderStatus.CREATED:
        async with uow() as work:
            row = await work.orders.get(order.id, lock=True)
            row.status, row.closed_at = status, now
    return order


async def address(hall: Hall, order: Order) -> bytes:
    async with hall.database.uow.read() as uow:
        sealed = (await uow.orders.get(order.id)).delivery
    assert sealed is not None
    return hall.sealer.open(sealed, bound_to=delivery_binding(ALICE))


async def test_the_account_has_an_id_that_admins_find(shop: Hall) -> None:
    await shop.type("/account")
    account = await shop.tools.accounts.profiles.account(ALICE)
    assert spelled(account.public_id) in last(shop)
    assert public_id(spelled(account.public_id).lower()) == account.public_id
    found = await shop.users.look_up(spelled(account.public_id))
    assert found is not None
    assert found.id == ALICE
    assert await shop.users.look_up("ABCDEFGHJ") is None


async def test_newcomers_are_asked_once_and_may_skip(shop: Hall) -> None:
    profiles = asking(shop, Detail.NAME, Detail.CONTACT, Detail.EMAIL)
    await shop.type("/start", number=5)
    assert "What you write next is kept as your name" in last(shop)
    await shop.type("Ann <b>", number=6)
    assert "kept as your contact" in last(shop)
    await shop.type("/skip", number=7)
    assert "your e-mail address" in last(shop)
    await shop.type("ann@", number=8)
    assert "That is no e-mail address" in last(shop)
    await shop.press(on.SkipDetail(detail=Detail.EMAIL).pack())
    assert "that was all" in last(shop)
    assert await profiles.told(ALICE) == {Detail.NAME: "Ann <b>"}
    async with shop.database.uow.read() as uow:
        assert b"Ann" not in (await uow.accounts.details(ALICE))[0].sealed
    await shop.type("/start", number=9)
    assert "kept as your" not in last(shop)
    await shop.press(on.PersonTold(user_id=ALICE, order_id=0).pack(), OLIVIA)
    assert "Ann &lt;b&gt;" in last(shop)


async def test_without_the_setting_nothing_is_asked_or_skipped(shop: Hall) -> None:
    await shop.type("/start", number=5)
    assert "kept as your" not in last(shop)
    await shop.type("/skip", number=6)
    assert "nothing to skip" in last(shop)
    await shop.press(on.EditDetail(detail=Detail.NAME).pack())
    assert (await shop.users.find(ALICE)).expecting is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("detail", "text"),
    [
        (Detail.NAME, "12"),
        (Detail.NAME, "a" * 101),
        (Detail.NAME, "An\u202en"),
        (Detail.CONTACT, "+-"),
        *((Detail.EMAIL, bad) for bad in ("a@b", "a b@c.de", "a@-b.de", ".a@b.de", "a@b..de")),
        (Detail.EMAIL, "a@b.de\u0000"),
        (Detail.EMAIL, "a@" + "b" * 250 + ".de"),
    ],
)
def test_what_is_none_is_refused(detail: Detail, text: str) -> None:
    with pytest.raises(BadDetail):
        check_detail(detail, text)


async def test_what_may_be_erased_goes_when_it_is_due(shop: Hall) -> None:
    profiles, erasure = shop.tools.accounts.profiles, shop.tools.accounts.erasure
    await profiles.tell(ALICE, Detail.EMAIL, "ann@example.org")
    order = await ended(shop)
    await shop.press(on.AskErase().pack())
    assert "After" in last(shop)
    await shop.press(await erase_button(shop))
    assert "Erased." in last(shop)
    assert (await shop.users.find(ALICE)).name == str(ALICE)  # type: ignore[union-attr]
    assert await profiles.told(ALICE) == {}
    assert await erasure.round() == timedelta(hours=24).total_seconds()
    assert await address(shop, order) == b"Elm Street 7"
    shop.clock.advance(days=31)
    await erasure.round()
    assert await address(shop, order) == b""
    async with shop.database.uow.read() as uow:
        row = await uow.erasures.of(ALICE)
        assert row is not None
        assert row.done_at == shop.clock()
        assert (await uow.orders.get(order.id)).total == 500
        found = await uow.invariants.violations()
        assert not [one for one in found if one.name.startswith("I40")]


async def erase_button(hall: Hall) -> str:
    plan = await hall.tools.accounts.erasure.plan(ALICE, "USD")
    return on.EraseNow(seen=plan.mark).pack()


@pytest.mark.parametrize("since", ["told", "order", "kept"])
async def test_an_old_yes_erases_nothing_that_was_not_shown(shop: Hall, since: str) -> None:
    profiles = shop.tools.accounts.profiles
    await profiles.tell(ALICE, Detail.NAME, "Ann")
    if since == "kept":
        await ended(shop)
    old = await erase_button(shop)
    if since == "told":
        shop.clock.advance(seconds=1)
        await profiles.tell(ALICE, Detail.NAME, "Anna")
    elif since == "order":
        await ended(shop)
    else:
        shop.clock.advance(days=31)
    await shop.press(old)
    assert "Erase what may be erased?" in last(shop)
    assert "has changed" in (shop.telegram.answers[-1].text or "")
    assert Detail.NAME in await profiles.told(ALICE)
    await shop.press(await erase_button(shop))
    assert "Erased." in last(shop)


async def test_who_was_erased_is_named_again_by_start_alone(shop: Hall) -> None:
    """Not by a block that was lifted, nor by any other word."""
    await shop.press(await erase_button(shop))
    async with shop.database.uow() as uow:
        await uow.users.mark_unreachable(ALICE, shop.clock())
    await shop.type("/account", number=5)
    known = await shop.users.find(ALICE)
    assert known is not None
    assert (known.name, known.unreachable_at) == (str(ALICE), None)
    await shop.type("/start", number=6)
    assert (await shop.users.find(ALICE)).name != str(ALICE)  # type: ignore[union-attr]


async def test_nobody_is_erased_while_it_matters(shop: Hall) -> None:
    await ended(shop, OrderStatus.CREATED)
    for data in (on.AskErase().pack(), on.EraseNow(seen="").pack()):
        await shop.press(data)
        told = [*shop.telegram.said, *(one.text or "" for one in shop.telegram.answers)]
        assert any("something is under way" in text for text in told)
    await shop.press(on.EraseNow(seen="").pack(), OLIVIA)
    assert "You work for this shop" in (shop.telegram.answers[-1].text or "")
    await shop.users.register(BOB, "Bob", None, "en")
    team = shop.tools.team
    seen = (await team.member(BOB)).seen
    await team.give(BOB, Role.VIEWER, None, seen=seen, admin=OLIVIA)
    await shop.press(on.EraseNow(seen="").pack(), BOB)
    assert (await shop.users.find(BOB)).name == "Bob"  # type: ignore[union-attr]


async def test_the_shop_writes_its_own_terms(shop: Hall) -> None:
    await shop.type("/terms", number=4)
    assert "has written down no terms" in last(shop)
    await shop.press(on.EditText(words=Words.TERMS, language="en").pack(), OLIVIA)
    await shop.type("x" * 3501, OLIVIA, number=5)
    assert "too long" in last(shop)
    await shop.type("No <b>returns", OLIVIA, number=6)
    assert "not saved yet" in last(shop)
    texts = shop.tools.accounts.texts
    forged = on.SaveText(words=Words.TERMS, language="en", seen=0, mark="00000000")
    await shop.press(forged.pack(), OLIVIA)
    assert (await texts.current(Words.TERMS, "en")).version == 0
    good = forged.model_copy(update={"mark": mark_of("No <b>returns")})
    await shop.press(good.pack(), OLIVIA)
    await shop.press(good.pack(), OLIVIA)
    assert (await texts.current(Words.TERMS, "en")).version == 1
    await shop.type("/terms", number=7)
    assert "No &lt;b&gt;returns" in last(shop)


async def test_help_goes_back_to_the_built_in_one(shop: Hall) -> None:
    texts = shop.tools.accounts.texts
    await texts.write(Words.HELP, "en", "Ask us.", seen=0, actor=f"admin:{OLIVIA}")
    await shop.press(Help().pack())
    assert "Ask us." in last(shop)
    back = on.BuiltIn(words=Words.HELP, language="en", seen=1)
    await shop.press(back.pack(), OLIVIA)
    assert "read the built-in help again" in last(shop)
    await shop.press(back.model_copy(update={"sure": 1}).pack(), OLIVIA)
    await shop.press(Help().pack())
    assert "How it works" in last(shop)


async def test_commands_lead_to_what_buttons_lead_to(shop: Hall) -> None:
    async with shop.database.uow() as uow:
        entry = CreditEntry(user_id=ALICE, amount=250, currency="USD", dedup_key="x")
        entry.reason, entry.created_at = CreditReason.EXCHANGED_INTO, shop.clock()
        await uow.credit.add(entry)
    await shop.press(on.CreditHistory(page=0).pack())
    assert "+$2.50" in last(shop)
    assert "changed from another currency" in last(shop)
    await shop.type("/refund", number=5)
    assert "How money comes back" in last(shop)
    await shop.type("/order nope!", number=6)
    assert "order" in last(shop).lower()
    await shop.type("/stock", number=7)
    assert "nothing on sale" in last(shop)
    await shop.type("/stock", OLIVIA, number=8)
    assert "nothing on sale" not in last(shop)
    await shop.users.expect(ALICE, "told-name:own")
    await shop.type("/stop", number=9)
    assert "has ended" in last(shop)
    assert "waited for no product" in last(shop)
    assert "no reviews any more" in last(shop)
    await shop.press(on.OpenAccount().pack())
    assert "[🔔 Ask me for reviews again]" in shop.telegram.labels()
    await shop.press(on.LeaveAlone(quiet=0).pack())
    assert "[🔕 Do not ask me for reviews]" in shop.telegram.labels()


async def test_a_receipt_is_of_what_was_paid(shop: Hall) -> None:
    order = await ended(shop)
    await shop.press(on.Receipt(order_id=order.id).pack())
    assert all("Receipt of" not in text for text in shop.telegram.said)
    card = await shop.tools.orders.card(order.id, owner=ALICE)
    card.order.paid_at = shop.clock()
    text = slip.receipt(TEXTS("en"), card, "Cups & Co")
    assert "Cups & Co" in text
    assert order.code in text
    assert "Total: $5.00" in text
    assert "Elm" not in text
