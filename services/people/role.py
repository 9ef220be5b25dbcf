"""Who may do what; asked at the moment of acting, never remembered."""

from collections.abc import Callable, Set

from models.permission import Permission


class RoleService:
    """`owners`: the ids in `ADMIN_IDS` as they are now. They may do everything, others nothing."""

    def __init__(self, owners: Callable[[], Set[int]]) -> None:
        self._owners = owners

    async def may(self, user_id: int, needs: Permission) -> bool:
        """`needs` names what is asked for, once there are people who may do some of it."""
        return user_id in self._owners()
