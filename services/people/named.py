"""Who is meant by a word: a number, an @name, or the code of one of their orders."""

from db import UnitOfWork
from models.code import CODE_LENGTH
from models.permission import Permission
from models.person_errors import RightGone
from models.role_errors import PersonNotFound
from models.user import User
from services.people.role import RoleService
from services.people.user import LONGEST_ID, MAX_NAME


async def meant(uow: UnitOfWork, word: str) -> int:
    """Their number; 0 for nobody's."""
    word = word.strip().removeprefix("#")
    if word.isascii() and word.isdigit() and len(word) <= LONGEST_ID:
        return int(word)
    is_code = not word.startswith("@") and len(word) == CODE_LENGTH
    if is_code and (order := await uow.orders.coded(word.upper())):
        return order.user_id
    name = word.removeprefix("@")
    user = await uow.users.named(name) if 0 < len(name) <= MAX_NAME else None
    return user.id if user else 0


async def locked(uow: UnitOfWork, user_id: int) -> User:
    """Somebody, of whom nobody else changes anything now. Raises PersonNotFound."""
    if await uow.users.find(user_id) is None:
        raise PersonNotFound
    return await uow.users.lock(user_id)


async def require(uow: UnitOfWork, roles: RoleService, admin: int, needs: Permission) -> None:
    """Of who acts, within the transaction. Raises RightGone."""
    if needs not in roles.judge(admin, await uow.roles.of(admin)).rights:
        raise RightGone
