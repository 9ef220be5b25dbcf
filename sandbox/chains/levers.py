"""The levers of a chain as JSON, and how the parts of a request are read."""

import re

from sandbox.chains.base import Body, Lever, Payable, Refused

_DIGITS = re.compile(r"[0-9]{1,30}")


def standard(chain: Payable, decimals: int) -> dict[str, Lever]:
    """Pay, mine, replace, drop, reorganise. A chain adds its own, or puts them in place of these:
    `{**standard(self, 18), "pay": self._pay}`.
    """

    def pay(body: Body) -> Body:
        return {"txid": chain.pay(text(body, "address"), required_units(body, decimals))}

    def mine(body: Body) -> Body:
        chain.mine(number(body, "blocks", 1))
        return {}

    def replace(body: Body) -> Body:
        address = text(body, "address") if body.get("address") is not None else None
        return {"txid": chain.replace(text(body, "txid"), address, units(body, decimals))}

    def drop(body: Body) -> Body:
        chain.drop(text(body, "txid"))
        return {"txid": text(body, "txid")}

    def reorg(body: Body) -> Body:
        chain.reorg(number(body, "depth", 1), flag(body, "keep", True))
        return {}

    return {"pay": pay, "mine": mine, "replace": replace, "drop": drop, "reorg": reorg}


def text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(400, f"The {name} is missing.")
    return value.strip()


def number(body: Body, name: str, default: int) -> int:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(400, f"The {name} must be a whole number.")
    return value


def flag(body: Body, name: str, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise Refused(400, f"{name} must be true or false.")
    return value


def required_units(body: Body, decimals: int) -> int:
    found = units(body, decimals)
    if found is None:
        raise Refused(400, "The amount is missing.")
    return found


def units(body: Body, decimals: int) -> int | None:
    """Base units from `units`, a number or its digits, or from `amount` in coins as text."""
    given = body.get("units")
    if isinstance(given, str) and _DIGITS.fullmatch(given):
        return int(given)
    if given is not None:
        return number(body, "units", 0)
    if body.get("amount") is None:
        return None
    return _from_coins(body["amount"], decimals)


def _from_coins(amount: object, decimals: int) -> int:
    pattern = rf"([0-9]{{1,9}})(?:\.([0-9]{{1,{decimals}}}))?"
    match = re.fullmatch(pattern, amount) if isinstance(amount, str) else None
    if match is None:
        raise Refused(
            400, f"The amount must be a text like 0.00123, with {decimals} decimals at most."
        )
    return int(match[1] + (match[2] or "").ljust(decimals, "0"))
