"""Where the shop's words are: said once, at its first start."""

from db import UnitOfWorkFactory

TOLD = "words"


async def tell_once(uow: UnitOfWorkFactory) -> bool:
    """Whether nobody was told yet; from now on somebody was."""
    async with uow() as work:
        if await work.vault.fact(TOLD) is not None:
            return False
        await work.vault.state(TOLD, "where they are")
    return True
