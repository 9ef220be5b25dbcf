"""Who calls a method of the Bot API, and where."""

from dataclasses import dataclass

from sandbox.telegram.bots import Bot
from sandbox.telegram.world import World


@dataclass(frozen=True, slots=True)
class Caller:
    """A bot and the world it acts in."""

    bot: Bot
    world: World
