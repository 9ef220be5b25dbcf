"""Paying invoices."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, chat, message, number, person, text
from sandbox.telegram import checkout
from sandbox.telegram.payments import shown
from sandbox.telegram.people import Person
from sandbox.telegram.world import World


def pay(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    order = call.body.get("order_info") or {}
    tip = number(call.body, "tip_amount") if call.body.get("tip_amount") is not None else 0
    if not isinstance(order, dict):
        raise Problem(400, "The order_info must be an object.")
    return shown(checkout.begin(world, someone, _place(world, someone, call.body), order, tip))


def choose(world: World, call: Call) -> Body:
    payment = world.payments.find(call.match["id"])
    if payment is None:
        raise Problem(404, "There is no such payment.")
    return shown(checkout.choose(world, payment, text(call.body, "shipping_option_id")))


def _place(world: World, someone: Person, body: Body) -> dict[str, Any]:
    """Where the invoice is: behind a link, or in a chat."""
    if body.get("slug") is not None:
        slug = text(body, "slug")
        return {"key": slug, "slug": slug, "chat": None, "message_id": None}
    where = chat(world, someone, body)
    invoice = message(world, where, body)
    place = {"chat": where.key, "message_id": invoice["message_id"], "slug": None}
    return place | {"key": checkout.invoice_key(where, invoice)}


ROUTES: list[Route] = [
    ("POST", "payments", pay),
    ("POST", r"payments/{id:\d+}", choose),
]
