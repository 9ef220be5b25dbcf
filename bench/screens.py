"""SQL statements per press or message, screen by screen, through the real reception."""

import tempfile
from pathlib import Path

from aiogram.types import Update

from assembly import opened
from bench.customers import people
from bench.figures import Figure
from bench.processes import live, telegram
from bench.statements import counted
from config import Settings
from handlers import callbacks
from handlers.app import App
from sandbox.app import Sandbox
from sandbox.telegram import acts
from sandbox.telegram.people import Person
from tests.journeys.processes import ROOT
from utils.clock import utc_now

AIM = 3
CATALOGUE = (
    ("catalogue", callbacks.Catalogue()),
    ("category", callbacks.OpenCategory(category_id=1)),
    ("product", callbacks.OpenProduct(product_id=2)),
    ("variant", callbacks.OpenVariant(variant_id=2, quantity=1)),
    ("quantity +1", callbacks.OpenVariant(variant_id=2, quantity=2)),
)
REST = (
    ("add to cart", callbacks.AddToCart(variant_id=2, quantity=2)),
    ("cart", callbacks.OpenCart()),
    ("cart line +1", callbacks.ChangeLine(variant_id=2, quantity=3)),
    ("check out", callbacks.Checkout(credit=0)),
    ("pay with BTC", callbacks.PayWith(asset="BTC", credit=0, seal="")),
    ("my orders", callbacks.MyOrders(page=0)),
    ("order", callbacks.OpenOrder(order_id=1)),
    ("check payment", callbacks.CheckPayment(order_id=1)),
    ("cancel order", callbacks.CancelOrder(order_id=1)),
    ("home", callbacks.Home()),
    ("help", callbacks.Help()),
    ("languages", callbacks.Languages()),
    ("set language", callbacks.SetLanguage(language="en")),
)


async def measure() -> list[Figure]:
    customers = people(1)
    with tempfile.TemporaryDirectory() as name:
        async with (
            telegram(customers) as (sandbox, url),
            opened(settings(Path(name), url), utc_now) as app,
        ):
            await app.loader.load(ROOT / "demo" / "catalogue.toml")
            await app.rates.refresh()
            await app.wallets.prepare_all()
            return await screens(Visit(app, sandbox, customers[0]))


def settings(folder: Path, url: str) -> Settings:
    given = {name.lower(): value for name, value in live(folder, url).items()}
    known = {name: value for name, value in given.items() if name in Settings.model_fields}
    return Settings(_env_file=None, **known)  # type: ignore[arg-type]


class Visit:
    """One customer, whose updates go to the reception one by one."""

    def __init__(self, app: App, sandbox: Sandbox, person: Person) -> None:
        self._app = app
        self._world = sandbox.telegram
        self._person = person
        self._next = 0

    async def say(self, text: str) -> int:
        acts.write(self._world, self._person, acts.text_content(text))
        return await self._served()

    async def press(self, action: str) -> int:
        messages = self._world.chats.of(self._person.id).values()
        screen = [message for message in messages if message["from"]["is_bot"]][-1]
        acts.press(self._world, self._person, screen, action)
        return await self._served()

    async def _served(self) -> int:
        """How many statements the waiting updates took."""
        bot = self._app.bot
        with counted() as sent:
            for raw in await self._world.updates.get(self._next, 100, 0):
                update = Update.model_validate(raw, context={"bot": bot})
                await self._app.reception.receive(update, bot)
                self._next = update.update_id + 1
        return len(sent)


async def screens(visit: Visit) -> list[Figure]:
    first, again = await visit.say("/start"), await visit.say("/start")
    taps = [(name, await visit.press(action.pack())) for name, action in CATALOGUE]
    rest = [(name, await visit.press(action.pack())) for name, action in REST]
    return [
        Figure("SQL statements per catalogue tap, most", str(max(n for _, n in taps)), f"<= {AIM}"),
        *(Figure(f"  {name}", str(number)) for name, number in taps),
        Figure("  /start, first and again", f"{first}, {again}"),
        *(Figure(f"  {name}", str(number)) for name, number in rest),
    ]
