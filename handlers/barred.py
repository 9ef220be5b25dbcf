"""Who may not use the shop hears so once, and nothing from then on."""

from typing import Any

from handlers.press import Press, Typed
from handlers.views.screen import Screen
from models.user import User
from services.people.role import RoleService
from services.people.user import UserService


async def barred(said: Press[Any] | Typed, users: UserService) -> bool:
    """Whether nothing comes of it."""
    who = said.who
    if not who.banned:
        return False
    if await users.tell_of_ban(who.id):
        screen = Screen(who.t("error-banned"))
        if isinstance(said, Press):
            await said.below(screen)
        else:
            await said.say(screen)
    return True


def is_barred(user: User | None, roles: RoleService) -> bool:
    """Of somebody in another chat; an owner by the settings is none, whatever the database says."""
    return user is not None and user.banned_at is not None and user.id not in roles.owners
