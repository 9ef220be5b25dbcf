"""Every route of every desk in three tables; finding one costs the same however many there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers.doors import Doors
from handlers.press import Desk, OnInquiry, OnPress, OnTyped, Routes
from models.permission import Permission

To = TypeVar("To", OnPress, OnTyped)
SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Route(Generic[To]):
    """Where to go, and what that needs."""

    to: To
    needs: Permission | None
    takes_all: bool = False
    """Whether a picture or a voice answers it as well as words."""


@dataclass(frozen=True, slots=True)
class ButtonRoute:
    data: type[CallbackData]
    route: Route[OnPress]


class Table:
    """Raises ValueError when two desks claim the same button, command or topic."""

    def __init__(self, desks: Iterable[Desk]) -> None:
        self.buttons: dict[str, ButtonRoute] = {}
        self.commands: dict[str, Route[OnTyped]] = {}
        self.open: dict[str, Route[OnTyped]] = {}
        self.typed: dict[str, Route[OnTyped]] = {}
        self.inline: OnInquiry | None = None
        self.pictured: list[Route[OnTyped]] = []
        for desk in desks:
            self._add(desk.routes())

    def _add(self, routes: Routes) -> None:
        right = routes.right
        buttons = {
            data.__prefix__: ButtonRoute(data, Route(to, right(data)))
            for data, to in routes.buttons.items()
        }
        commands = {word: Route(to, right(word)) for word, to in routes.commands.items()}
        self._part(commands)
        typed = {
            topic: Route(to, right(topic), topic in routes.sent)
            for topic, to in routes.typed.items()
        }
        if strange := set(routes.apart) - {*routes.buttons, *commands, *typed}:
            raise ValueError(f"no route of this desk: {strange}")
        twice = (
            (self.buttons.keys() & buttons)
            | (self.commands.keys() & commands)
            | (self.typed.keys() & typed)
        )
        if twice or len(buttons) != len(routes.buttons):
            raise ValueError(f"claimed twice: {sorted(twice)}")
        self.buttons |= buttons
        self.commands |= commands
        self.typed |= typed
        self.inline = routes.inline or self.inline
        self.pictured += [Route(routes.pictured, routes.needs)] if routes.pictured else []

    def _part(self, commands: dict[str, Route[OnTyped]]) -> None:
        """A command that one desk takes from everybody and another from who has a right: the first
        goes to `open`, and nothing is claimed twice.
        """
        for word in self.commands.keys() & commands.keys():
            new, old = commands[word], self.commands[word]
            if (new.needs is None) is (old.needs is None) or word in self.open:
                continue
            self.open[word] = new if new.needs is None else old
            del self.commands[word]
            commands[word] = old if new.needs is None else new

    def command(self, word: str, may: Callable[[Permission | None], bool]) -> Route[OnTyped] | None:
        """The route for who may so much."""
        route = self.commands.get(word)
        return route if route is None or may(route.needs) else self.open.get(word, route)

    @property
    def doors(self) -> Doors:
        """What the buttons need that not everybody may press."""
        rights = {prefix: found.route.needs for prefix, found in self.buttons.items()}
        return {prefix: needs for prefix, needs in rights.items() if needs is not None}

    def button(self, packed: str) -> tuple[Route[OnPress], CallbackData] | None:
        """The route of a button and what it says; None for what no button of ours sends."""
        found = self.buttons.get(packed.partition(SEPARATOR)[0])
        if found is None:
            return None
        try:
            return found.route, found.data.unpack(packed)
        except (TypeError, ValueError):
            return None
