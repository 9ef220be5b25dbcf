"""Groups of customers: kept, priced, and people put into them."""

from typing import Any

from handlers import group_callbacks as groups
from handlers.admin.numbering import Misused, Numbering
from handlers.admin.shelves import Shelves
from handlers.numbered import VERSION
from handlers.press import Press, Routes, Typed, Visitor
from handlers.views import group as views
from handlers.views.group import Part
from handlers.views.person import person as person_card
from handlers.views.screen import Screen
from models.errors import NotFound
from models.group import CustomerGroup
from models.permission import Permission
from models.stock_errors import NoSuchNumber
from services.people.user import UserService
from services.sale.group import GroupService, seal_of
from services.sale.person import PersonService

LONGEST_NUMBER = 20
"""Signs of what was typed for one that a refusal repeats."""


class GroupDesk:
    def __init__(
        self, shelves: Shelves, numbers: Numbering, service: GroupService, users: UserService
    ) -> None:
        self._shelves = shelves
        self._numbers = numbers
        self._groups = service
        self._users = users

    def routes(self) -> Routes:
        return Routes(
            buttons={
                groups.Groups: self.listed,
                groups.NewGroup: self.ask_new,
                groups.OpenGroup: self.open,
                groups.EditGroup: self.ask,
                groups.ToggleGroup: self.toggle,
                groups.AskGroupPrice: self.ask_price,
            },
            typed={"group-new": self.new, "group": self.edited, "group-price": self.priced},
            needs=Permission.GOODS,
            apart=dict.fromkeys((groups.Groups, groups.OpenGroup), Permission.SHELVES),
        )

    async def listed(self, press: Press[groups.Groups]) -> None:
        await press.show(views.listed(press.who.t, await self._groups.listed()))

    async def ask_new(self, press: Press[groups.NewGroup]) -> None:
        await self._users.expect(press.who.id, "group-new")
        await press.show(views.ask_new(press.who.t))

    async def new(self, typed: Typed) -> None:
        made = await self._groups.add(typed.text, actor=typed.who.as_admin)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, made.id))

    async def open(self, press: Press[groups.OpenGroup]) -> None:
        await press.show(await self._card(press.who, press.action.group_id, press.action.page))

    async def ask(self, press: Press[groups.EditGroup]) -> None:
        part, who = _part(press.action.part), press.who
        row = await self._group(press.action.group_id)
        await self._users.expect(who.id, f"group:{part}:{row.id}:{seal_of(row)}")
        await press.show(views.ask(who.t, row, part))

    async def edited(self, typed: Typed) -> None:
        name, number, seen = typed.subject.split(":")
        values = self._values(_part(name), typed.text)
        actor = typed.who.as_admin
        work = self._groups.change(int(number), values, seen=seen, actor=actor)
        await self._shelves.typed(typed, work, self._card(typed.who, int(number)))

    def _values(self, part: Part, text: str) -> dict[str, Any]:
        """Raises BadNumber, BadPrice."""
        if part is Part.PERCENT:
            return {"percent": self._groups.percent(text)}
        if part is Part.TURNOVER:
            return {"turnover": self._groups.amount(text)}
        return {"name": text}

    async def toggle(self, press: Press[groups.ToggleGroup]) -> None:
        row, who = press.action, press.who
        values = {"active": bool(row.on)}
        work = self._groups.change(row.group_id, values, seen=row.seen, actor=who.as_admin)
        toast = "group-on-toast" if row.on else "group-off-toast"
        await self._shelves.act(press, work, self._card(who, row.group_id), toast)

    async def ask_price(self, press: Press[groups.AskGroupPrice]) -> None:
        row, who = await self._group(press.action.group_id), press.who
        wanted = press.action.variant_id
        variant = await self._shelves.variant(wanted) if wanted else None
        await self._users.expect(who.id, f"group-price:{row.id}:{wanted}")
        await press.show(views.ask_price(who.t, row, variant))

    async def priced(self, typed: Typed) -> None:
        """`9.50`, or a dash; without a version that was chosen, `v12 9.50`."""
        group, chosen = map(int, typed.subject.split(":"))
        variant_id, text = (chosen, typed.text) if chosen else await self._named(typed.text)
        price = self._groups.amount(text)
        await self._groups.put_price(group, variant_id, price, actor=typed.who.as_admin)
        await self._users.expect(typed.who.id, None)
        await typed.say(await self._card(typed.who, group))

    async def _named(self, text: str) -> tuple[int, str]:
        """Raises NoSuchNumber, SeveralVersions."""
        try:
            variant, rest = await self._numbers.version(text)
        except Misused:
            raise NoSuchNumber(text.strip()[:LONGEST_NUMBER], VERSION) from None
        return variant.id, rest

    async def _group(self, group_id: int) -> CustomerGroup:
        return (await self._groups.card(group_id)).group

    async def _card(self, who: Visitor, group_id: int, page: int = 0) -> Screen:
        """Raises NotFound."""
        card = await self._groups.card(group_id, page)
        return views.group(who.t, card, self._groups.currency)


class MembershipDesk:
    """Who is in which group, from a person's card."""

    def __init__(self, service: GroupService, people: PersonService) -> None:
        self._groups = service
        self._people = people

    def routes(self) -> Routes:
        return Routes(
            buttons={groups.ChooseGroup: self.choose, groups.PutIntoGroup: self.put},
            needs=Permission.PEOPLE,
        )

    async def choose(self, press: Press[groups.ChooseGroup]) -> None:
        where, t = press.action, press.who.t
        user = (await self._people.card(where.user_id)).user
        rows = await self._groups.listed()
        place = where.user_id, where.order_id
        await press.show(views.choose(t, user.name, user.group_id, rows, place))

    async def put(self, press: Press[groups.PutIntoGroup]) -> None:
        where, who = press.action, press.who
        group = where.group_id or None
        await self._groups.put_into(where.user_id, group, actor=who.as_admin)
        card = await self._people.card(where.user_id)
        await press.show(person_card(who.t, card, where.order_id), who.t("group-put-toast"))


def _part(name: str) -> Part:
    """Callback data is forged until it is looked at. Raises NotFound."""
    if name not in set(Part):
        raise NotFound
    return Part(name)
