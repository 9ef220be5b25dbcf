"""Kind 3/8: how long `load` of N goods keeps the only writer from the running shop.

python tests/attack2/load_beside.py N  - a second connection, as the shop's, writes meanwhile.
"""

import asyncio
import multiprocessing
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))
from pydantic import SecretStr

from db import Database
from services.goods.catalogue import CatalogueSpec
from services.goods.loader import Loader
from utils.clock import utc_now
from utils.sealing import Sealer


def loads(url: str, n: int) -> None:
    async def go() -> None:
        async with Database.create(url, exclusive=False) as database:
            loader = Loader(database.uow, utc_now, Sealer(SecretStr("ab" * 32)), "USD")
            spec = CatalogueSpec.model_validate({"category": [{"name": "G", "product": [
                {"name": "P", "kind": "digital", "variant": [
                    {"price": "1.00", "units": [f"KEY-{i:012d}" for i in range(n)]}]}]}]})
            plan = await loader.plan(spec)
            began = time.monotonic()
            await loader.apply(spec, agreed=plan)
            print(f"load: apply took {time.monotonic() - began:.1f} s for {n} goods", flush=True)

    asyncio.run(go())


async def main(n: int) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/shop.db"
        async with Database.create(url, exclusive=True) as database:
            await database.migrate()
        async with Database.create(url, exclusive=False) as database:
            child = multiprocessing.get_context("spawn").Process(target=loads, args=(url, n))
            child.start()
            worst, failed = 0.0, ""
            while child.is_alive():
                began = time.monotonic()
                try:
                    async with database.uow() as uow:
                        await uow.users.expect(1, None)
                except Exception as error:
                    failed = failed or f"{type(error).__name__}: {getattr(error, 'orig', '')}"
                worst = max(worst, time.monotonic() - began)
                await asyncio.sleep(0.01)
            child.join()
            print(f"the shop's longest write: {worst:.1f} s; first failure: {failed or 'none'}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
