"""How entities may lie in each other, and what Telegram does to those that lie otherwise.

https://core.telegram.org/bots/api#formatting-options: bold, italic, underlined, struck out and
spoiler text can be part of anything but code, and is cut where it is not; of other entities the
later ones that overlap are dropped; quotes contain everything but quotes.
"""

from typing import Any

Entity = dict[str, Any]

STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
LITERAL = {"code", "pre"}
_QUOTES = {"blockquote", "expandable_blockquote"}
# At the same place the one with the smaller number is outside.
_RANKS = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20, "text_link": 49,
    "text_mention": 49, "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93,
    "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
_RANK = 50


def nested(entities: list[Entity]) -> list[Entity]:
    """The entities as a tree, in the order in which Telegram lists them."""
    if len(entities) < 2:
        return entities
    ordered = sorted(entities, key=_order)
    quotes = _apart([entity for entity in ordered if entity["type"] in _QUOTES])
    solid = _apart([entity for entity in ordered if entity["type"] not in STYLES | _QUOTES])
    solid = [one for one in solid if not any(_crosses(one, quote) for quote in quotes)]
    fixed = [*quotes, *solid]
    styles = (entity for entity in ordered if entity["type"] in STYLES)
    return sorted(fixed + _cut(list(styles), fixed), key=_order)


def _order(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _RANKS.get(entity["type"], _RANK)


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _apart(entities: list[Entity]) -> list[Entity]:
    """Those that do not overlap an earlier one."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _crosses(entity: Entity, quote: Entity) -> bool:
    overlaps = entity["offset"] < _end(quote) and quote["offset"] < _end(entity)
    inside = quote["offset"] <= entity["offset"] and _end(entity) <= _end(quote)
    return overlaps and not inside


def _cut(styles: list[Entity], fixed: list[Entity]) -> list[Entity]:
    """Styles end and begin again at the borders of other entities, and leave code alone."""
    borders = sorted({place for entity in fixed for place in (entity["offset"], _end(entity))})
    literal = [entity for entity in fixed if entity["type"] in LITERAL]
    pieces = []
    covered: dict[str, int] = {}
    for style in styles:
        start = max(style["offset"], covered.get(style["type"], 0))
        covered[style["type"]] = max(_end(style), start)
        inner = [place for place in borders if start < place < _end(style)]
        for begin, end in zip([start, *inner], [*inner, _end(style)], strict=True):
            is_code = any(one["offset"] <= begin < _end(one) for one in literal)
            if begin < end and not is_code:
                pieces.append(style | {"offset": begin, "length": end - begin})
    return pieces
