"""Numbers of what is on the shelves, as they are shown and typed: product p12, version v31,
category c5. A letter before each, so that none can be taken for another's.
"""

import re
from dataclasses import dataclass

from models.stock_errors import NoSuchNumber

PRODUCT, VERSION, CATEGORY = "p", "v", "c"
NUMBER = re.compile(
    r"#?(?:n[or]\.?\s*)?(?:([pvc])[\s_#.-]?)?(\d{1,18})(?:\s+(.*))?", re.I | re.A | re.S
)
"""`p12`, `P 12`, `p_12`, `#12`, `no. 12`, `12`; then a space, and what follows."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """`letter`: of what it is; empty where only the number was typed. `rest`: what follows."""

    letter: str
    number: int
    rest: str = ""

    def called(self, otherwise: str) -> str:
        return f"{self.letter or otherwise}{self.number}"

    def only(self, letter: str) -> "Numbered":
        """Itself, if it may be one of these. Raises NoSuchNumber."""
        if self.letter not in ("", letter):
            raise NoSuchNumber(self.called(letter), letter)
        return self


def product_no(product_id: int) -> str:
    return f"{PRODUCT}{product_id}"


def version_no(variant_id: int) -> str:
    return f"{VERSION}{variant_id}"


def category_no(category_id: int) -> str:
    return f"{CATEGORY}{category_id}"


def numbered(text: str) -> Numbered | None:
    """None: it does not begin with a number."""
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    letter, number, rest = found.groups()
    return Numbered((letter or "").lower(), int(number), (rest or "").strip())
