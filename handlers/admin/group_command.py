"""Groups of customers by commands, for those who like them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from handlers.admin.goods_command import Shown
from handlers.admin.numbering import Misused, Numbering
from handlers.numbered import version_no
from handlers.press import Routes, Typed
from handlers.views import group as views
from handlers.views.person import person as person_card
from handlers.views.screen import paragraphs
from models.errors import NotFound
from models.permission import Permission
from models.user import User
from services.people.user import UserService
from services.sale.group import GroupService
from services.sale.person import PersonService


class GroupCommandDesk:
    """Without a name the only group is meant; the first reseller makes one."""

    def __init__(
        self,
        numbers: Numbering,
        service: GroupService,
        users: UserService,
        people: PersonService,
    ) -> None:
        self._numbers = numbers
        self._groups = service
        self._users = users
        self._people = people

    def routes(self) -> Routes:
        works: dict[str, Callable[[Typed], Awaitable[None]]] = {
            "priceress": self._price,
            "addreseller": self._add,
            "rmress": self._remove,
        }
        commands = {name: Shown(name, work).open for name, work in works.items()}
        return Routes(
            commands=commands,
            needs=Permission.GOODS,
            apart=dict.fromkeys(("addreseller", "rmress"), Permission.PEOPLE),
        )

    async def _price(self, typed: Typed) -> None:
        """`v12 9.50`, or `v12 9.50 / Resellers`; a dash for none."""
        variant, rest = await self._numbers.version(typed.subject)
        amount, _, name = rest.partition("/")
        if not amount.strip():
            raise Misused
        price = self._groups.amount(amount)
        group = await self._groups.reseller_group(name, actor=typed.who.as_admin)
        await self._groups.put_price(group.id, variant.id, price, actor=typed.who.as_admin)
        card = await self._groups.card(group.id)
        screen = views.group(typed.who.t, card, self._groups.currency)
        told = typed.who.t("group-priced", number=version_no(variant.id), name=group.name)
        await typed.say(replace(screen, text=paragraphs(told, screen.text)))

    async def _add(self, typed: Typed) -> None:
        """`@bob`, or `7001 Resellers`."""
        word, _, name = typed.subject.strip().partition(" ")
        user = await self._person(word)
        group = await self._groups.reseller_group(name, actor=typed.who.as_admin)
        await self._put(typed, user, group.id)

    async def _remove(self, typed: Typed) -> None:
        """`@bob`."""
        await self._put(typed, await self._person(typed.subject), None)

    async def _put(self, typed: Typed, user: User, group_id: int | None) -> None:
        await self._groups.put_into(user.id, group_id, actor=typed.who.as_admin)
        card = await self._people.card(user.id)
        await typed.say(person_card(typed.who.t, card, 0))

    async def _person(self, word: str) -> User:
        """Raises Misused, NotFound."""
        if not word.strip():
            raise Misused
        user = await self._users.look_up(word)
        if user is None:
            raise NotFound
        return user
