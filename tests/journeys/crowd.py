"""Customers who keep buying whatever happens to the shop, and a witness who forgets nothing."""

import asyncio
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from sandbox.app import Sandbox
from sandbox.client import Message, SandboxClient, shown

PATIENCE = 6.0
"""Seconds after which a person gives up on a press and starts again."""
LONGEST = 90.0
ADDRESS = re.compile(r"bcrt1[a-z0-9]{20,80}")
AMOUNT = re.compile(r"([0-9.]+) BTC")
ORDER = re.compile(r"Order ([A-Z2-9]{5})")
SHELVES = (
    ("Games", "Star Sailor"),
    ("Games", "Deep Lantern", "Standard"),
    ("Games", "Deep Lantern", "Season pass"),
    ("Reading", "Patient Gardener"),
)
PLANS = {"full": 9, "parts": 4, "over": 3, "never": 1, "cancel": 3, "regret": 2}


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a message: as sent, or as edited later."""

    message: Message
    sent: bool

    @property
    def text(self) -> str:
        return shown(self.message)


class Witness:
    """Everything the bot ever showed to anybody, also what was edited or deleted later."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.seen: dict[int, list[Shown]] = defaultdict(list)
        self._seq = sandbox.telegram.events.seq

    async def watch(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self.sandbox.telegram.events.wait(self._seq, 0.5)
            self.look()

    def look(self) -> None:
        news = self.sandbox.telegram.events.after(self._seq)
        assert news is not None, "the witness fell asleep"
        for event in news:
            self._seq = event["seq"]
            if event["type"] in ("message", "edit") and event["message"]["from"]["is_bot"]:
                sight = Shown(event["message"], event["type"] == "message")
                self.seen[event["chat_id"]].append(sight)

    async def sees(self, user: int, pattern: str, after: int, patience: float) -> str:
        """The first text from position `after` on that matches; raises Lost."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for sight in self.seen[user][after:]:
                if re.search(pattern, sight.text):
                    return sight.text
            await asyncio.sleep(0.05)
        raise Lost(pattern)


class Lost(Exception):
    """No answer in time, or no such button: a person starts again with /start."""


@dataclass(frozen=True, slots=True)
class Bill:
    order: str
    address: str
    units: int


class Customer:
    """`paid`: each transaction they sent, with the address it went to."""

    def __init__(self, client: SandboxClient, witness: Witness, user: int, dice: Random) -> None:
        self.user = user
        self.paid: list[tuple[str, str]] = []
        self.plans: list[str] = []
        self._client = client
        self._witness = witness
        self._dice = dice
        self._done: set[str] = set()

    async def run(self, closing: asyncio.Event) -> None:
        while not closing.is_set():
            try:
                bill = await self._order()
                self._done.add(bill.order)
                await self._follow(bill)
            except Lost:
                await asyncio.sleep(self._dice.uniform(0, 0.5))

    async def _order(self) -> Bill:
        start = self._mark()
        await self._client.send(self.user, "/start")
        await self._witness.sees(self.user, "Welcome", start, PATIENCE)
        category, product, *variant = self._dice.choice(SHELVES)
        await self._press("Catalogue", "Choose a category")
        await self._press(category, "Choose a product")
        await self._press(product, "Choose a version" if variant else "Price:")
        for name in variant:
            await self._press(name, "Price:")
        await self._press("🛒 Add", "Your cart")
        coins = await self._press("Check out", r"How would you like|Send exactly")
        if "How would you like" in coins:
            await self._press("₿ BTC", r"was placed|Send exactly")
        return self._bill(await self._witness.sees(self.user, "Send exactly", start, PATIENCE))

    def _bill(self, text: str) -> Bill:
        order, address, amount = ORDER.search(text), ADDRESS.search(text), AMOUNT.search(text)
        if order is None or address is None or amount is None or order[1] in self._done:
            raise Lost(text)
        return Bill(order[1], address[0], round(float(amount[1]) * 10**8))

    async def _follow(self, bill: Bill) -> None:
        plan = self._dice.choices(list(PLANS), list(PLANS.values()))[0]
        self.plans.append(plan)
        if plan in ("cancel", "regret"):
            await self._cancel(bill)
        if plan != "never":
            for share in self._shares(plan, bill.units):
                await self._pay(bill, share)
        over = rf"{bill.order}[\s\S]*(is paid|Expired\.|Cancelled\.)"
        await self._witness.sees(self.user, over, 0, LONGEST)

    def _shares(self, plan: str, units: int) -> list[int]:
        """What is sent, payment by payment."""
        third = units // 3
        return {
            "full": [units],
            "parts": [third, units - third],
            "over": [units * 13 // 10],
            "regret": [units * 11 // 10],
        }.get(plan, [])

    async def _pay(self, bill: Bill, units: int) -> None:
        txid = await self._client.pay(bill.address, units)
        self.paid.append((txid, bill.address))
        await asyncio.sleep(self._dice.uniform(0, 1.5))

    async def _cancel(self, bill: Bill) -> None:
        over = rf"{bill.order}[\s\S]*(Cancelled\.|Expired\.)"
        for _ in range(20):
            try:
                await self._press("Cancel order", rf"Cancel order {bill.order}\?")
                await self._press("Yes, cancel", over)
            except Lost:
                continue
            return
        raise Lost(over)

    async def _press(self, label: str, pattern: str) -> str:
        start = self._mark()
        message, data = self._button(label)
        await self._client.press_data(self.user, message, data)
        return await self._witness.sees(self.user, pattern, start, PATIENCE)

    def _button(self, label: str) -> tuple[int, str]:
        """The newest button with this label."""
        chat = self._witness.sandbox.telegram.chats.of(self.user)
        for message in reversed(chat.values()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"] and "callback_data" in button:
                        return message["message_id"], button["callback_data"]
        raise Lost(label)

    def _mark(self) -> int:
        return len(self._witness.seen[self.user])
