"""Paying invoices."""

from typing import Any

from sandbox.control.base import Body, Call, Problem, Route, chat, message, number, person, text
from sandbox.telegram import checkout
from sandbox.telegram.payments import shown
from sandbox.telegram.people import Person
from sandbox.telegram.world import World

_TEXTS = ("name", "phone_number", "email")
# https://core.telegram.org/bots/api#shippingaddress
_ADDRESS = ("country_code", "state", "city", "street_line1", "street_line2", "post_code")


def pay(world: World, call: Call) -> Body:
    someone = person(world, call.body.get("from"))
    order = _order(call.body.get("order_info") or {})
    tip = number(call.body, "tip_amount") if call.body.get("tip_amount") is not None else 0
    return shown(checkout.begin(world, someone, _place(world, someone, call.body), order, tip))


def choose(world: World, call: Call) -> Body:
    payment = world.payments.find(call.match["id"])
    if payment is None:
        raise Problem(404, "There is no such payment.")
    return shown(checkout.choose(world, payment, text(call.body, "shipping_option_id")))


def _order(given: Any) -> Body:
    """https://core.telegram.org/bots/api#orderinfo"""
    if not isinstance(given, dict):
        raise Problem(400, "The order_info must be an object.")
    order: Body = {name: text(given, name) for name in _TEXTS if given.get(name)}
    if address := given.get("shipping_address"):
        if not isinstance(address, dict):
            raise Problem(400, "The shipping_address must be an object.")
        order["shipping_address"] = {name: str(address.get(name) or "") for name in _ADDRESS}
    return order


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
