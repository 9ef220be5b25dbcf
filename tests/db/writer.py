"""A process that writes pairs together until it is killed, and says which are done."""

import asyncio
import itertools
import sys

from pydantic import SecretStr
from sqlalchemy import insert

from db import Database
from models.user import User
from tests.db import shop

WRITERS = 10
OTHER = 1_000_000
"""The second of a pair has a number that is higher by this."""


async def write(database: Database, numbers: "itertools.count[int]") -> None:
    for number in numbers:
        async with database.uow.together() as uow:
            for one in (number, number + OTHER):
                values = {"id": one, "name": "x", "language": "en", "created_at": shop.NOW}
                await uow.session.execute(insert(User).values(values))
        print(number, flush=True)


async def main(url: str, key: str, first: str) -> None:
    numbers = itertools.count(int(first))
    async with Database.create(url, SecretStr(key) if key else None, exclusive=False) as database:
        await asyncio.gather(*[write(database, numbers) for _ in range(WRITERS)])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
