"""A fee as an owner writes it: `2% + 0.30`, `max(1.5%; 0.50)`, `x * 0.02`.

Arithmetic and nothing else: numbers, `x` (the sum that is paid), `+ - * /`, brackets, `min`, `max`;
`2%` is two hundredths of the sum. It is read with Python's own grammar after every sign that is
none of these was refused, and worked out here on decimals; nothing is ever evaluated by Python.
"""

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Context, Decimal, DecimalException, localcontext
from enum import StrEnum

LONGEST = 60
"""Signs of a formula."""
SAMPLES = tuple(map(Decimal, ("0.01", "1", "10", "100", "1000", "1000000")))
EXACT = Context(prec=60)
SIGNS = str.maketrans(
    {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", ";": ",", "[": "(", "]": ")"}
)
COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
TOKEN = re.compile(r"\s+|[x+*/(),-]|max|min|[0-9]+(?:\.[0-9]+)?\s*%?")
NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(%?)")
WORK: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Wrong(StrEnum):
    """What is wrong with a formula."""

    LONG = "long"
    SIGNS = "signs"
    """Something in it is neither a number nor one of the signs that there are."""
    GRAMMAR = "grammar"
    PERCENT = "percent"
    """A percentage is of the sum already: it is not multiplied with anything."""
    NUMBERS = "numbers"
    """It cannot be worked out, such as a division by nothing."""
    MUCH = "much"
    """It is never less than the sum itself: most likely the total was written, not the fee."""


class BadFormula(ValueError):
    """Not a fee."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Formula:
    """As it was written; called with a sum in whole units of the currency, the fee of it."""

    text: str
    _tree: ast.expr = field(repr=False, compare=False)

    def __call__(self, amount: Decimal) -> Decimal:
        """Never less than nothing. Raises BadFormula where it cannot be worked out."""
        try:
            with localcontext(EXACT):
                return max(Decimal(0), _value(self._tree, amount))
        except (DecimalException, RecursionError):
            raise BadFormula(Wrong.NUMBERS) from None


def parse(text: str) -> Formula:
    """Raises BadFormula."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise BadFormula(Wrong.LONG)
    formula = Formula(text, _tree_of(COMMA.sub(".", text.casefold()).translate(SIGNS)))
    if all(formula(amount) >= amount for amount in SAMPLES):
        raise BadFormula(Wrong.MUCH)
    return formula


def _tree_of(text: str) -> ast.expr:
    at = 0
    while at < len(text):
        if (token := TOKEN.match(text, at)) is None:
            raise BadFormula(Wrong.SIGNS)
        at = token.end()
    try:
        return ast.parse(NUMBER.sub(_call, text), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise BadFormula(Wrong.GRAMMAR) from None


def _call(number: re.Match[str]) -> str:
    """A number as a call with its digits, so that it stays exact, and two are not one."""
    return f"{'percent' if number[2] else 'number'}('{number[1]}')"


def _value(node: ast.expr, x: Decimal) -> Decimal:
    match node:
        case ast.Name(id="x"):
            return x
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, x)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in WORK:
            if isinstance(op, ast.Mult | ast.Div) and (_is_percent(left) or _is_percent(right)):
                raise BadFormula(Wrong.PERCENT)
            return WORK[type(op)](_value(left, x), _value(right, x))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return _called(name, args, x)
    raise BadFormula(Wrong.GRAMMAR)


def _called(name: str, args: list[ast.expr], x: Decimal) -> Decimal:
    match name, args:
        case "number", [ast.Constant(value=str(digits))]:
            return Decimal(digits)
        case "percent", [ast.Constant(value=str(digits))]:
            return x * Decimal(digits) / 100
        case "max" | "min", [_, _, *_]:
            values = [_value(each, x) for each in args]
            return max(values) if name == "max" else min(values)
    raise BadFormula(Wrong.GRAMMAR)


def _is_percent(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "percent"
