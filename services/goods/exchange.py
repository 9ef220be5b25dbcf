"""The catalogue as a file that comes back exactly: JSON, or a table for spreadsheets.

What is in it, and what is not, is in docs/catalogue.md. Goods themselves are in none: they are
sealed, and a file is not.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.goods.lines import FORMULA, for_spreadsheet, separator_of
from services.goods.proving import proved
from services.goods.sheet import (
    COLUMNS,
    NO,
    QUESTIONS,
    YES,
    BadExchange,
    Catalogue,
    Cells,
    Path,
    ProductRow,
    ShippingRow,
    VariantRow,
    joined,
    plain,
)

FORMAT, VERSION = "holdfast-catalogue", 1
UNSAID = frozenset({"note", "questions", "weight"})
"""What `null` leaves as it is, as if it did not stand there."""
LARGEST = 64 * 1024 * 1024


def to_json(found: Catalogue) -> bytes:
    of = defaultdict[tuple[Path, str], list[VariantRow]](list)
    for each in found.variants:
        of[each.path, each.product].append(each)
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "currency": found.currency,
        "categories": [{"path": list(r.path), "on_sale": r.active} for r in found.categories],
        "products": [
            {
                "category": list(row.path),
                "name": row.name,
                "kind": row.kind.value,
                "text": row.text,
                "on_sale": row.active,
                "note": row.note,
                "questions": list(row.questions or ()),
                "variants": [_variant(r, found.currency) for r in of[row.path, row.name]],
            }
            for row in found.products
        ],
        "shipping": [_option(row, found.currency) for row in found.shipping],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _option(row: ShippingRow, currency: str) -> dict[str, object]:
    return {
        "name": row.name,
        "price": plain(row.price, currency),
        "on_sale": row.active,
        "up_to": row.up_to,
        "step": row.step,
        "step_price": plain(row.step_price, currency) if row.step else None,
    }


def _variant(row: VariantRow, currency: str) -> dict[str, object]:
    return {
        "name": row.name,
        "price": plain(row.price, currency),
        "on_sale": row.active,
        "warn_at": row.low_at,
        "stock": row.stock,
        "weight": row.weight,
    }


def to_csv(found: Catalogue) -> bytes:
    """With a mark, so that spreadsheets know it is UTF-8; no cell of it is a formula."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(found):
        writer.writerow({name: for_spreadsheet(value) for name, value in row.items()})
    return table.getvalue().encode("utf-8-sig")


def _rows(found: Catalogue) -> Iterator[dict[str, str]]:
    said = {True: YES, False: NO}
    for one in found.categories:
        yield {"row": "category", "category": joined(one.path), "on_sale": said[one.active]}
    for product in found.products:
        where = {"category": joined(product.path), "product": product.name}
        facts = {"kind": product.kind.value, "text": product.text, "on_sale": said[product.active]}
        yield {"row": "product"} | where | facts | _words(product)
    for each in found.variants:
        yield {
            "row": "variant",
            "category": joined(each.path),
            "product": each.product,
            "variant": each.name,
            "price": plain(each.price, found.currency),
            "currency": found.currency,
            "on_sale": said[each.active],
            "warn_at": _said(each.low_at),
            "stock": _said(each.stock),
            "weight": _said(each.weight),
        }
    for way in found.shipping:
        yield {
            "row": "shipping",
            "shipping": way.name,
            "price": plain(way.price, found.currency),
            "currency": found.currency,
            "on_sale": said[way.active],
            "up_to": _said(way.up_to),
            "step": _said(way.step),
            "step_price": plain(way.step_price, found.currency) if way.step else "",
        }


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def _words(product: ProductRow) -> dict[str, str]:
    asked = dict(zip(QUESTIONS, product.questions or (), strict=False))
    return {"note": product.note or ""} | asked


def from_json(raw: bytes, currency: str) -> Catalogue:
    """Raises BadExchange."""
    try:
        whole = json.loads(_text(raw))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadExchange(f"{place}: it is not JSON, or ends too early") from None
    except RecursionError:
        raise BadExchange("it is nested too deeply") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise BadExchange("a number in it is too long") from None
    return proved(_of_json(whole, currency), currency)


def from_csv(raw: bytes, currency: str) -> Catalogue:
    """Raises BadExchange."""
    csv.field_size_limit(LARGEST)
    text = _text(raw)
    source = io.StringIO(text, newline="")
    reader = csv.DictReader(source, delimiter=separator_of(text), strict=True)
    try:
        missing = [name for name in ("row", "category") if name not in (reader.fieldnames or ())]
        if missing:
            raise BadExchange(f"row 1: the column {missing[0]} is missing")
        rows = [(f"row {reader.line_num}", _cells(row)) for row in reader]
    except csv.Error:
        where = f"row {reader.line_num}"
        raise BadExchange(f"{where}: a quote is not closed, or stands where none may") from None
    return proved(rows, currency)


def _text(raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise BadExchange(f"it is larger than {LARGEST // 1024 // 1024} MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise BadExchange(f"row {row}, byte {column}: it is no UTF-8 text") from None


def _cells(row: Mapping[Any, Any]) -> dict[str, Any]:
    cells = {str(name): _unmarked(value) for name, value in row.items() if isinstance(value, str)}
    return cells | ({"": "more"} if None in row else {})


def _unmarked(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _of_json(whole: Any, currency: str) -> Iterator[Cells]:
    """The same rows as a table has."""
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise BadExchange(f'it is no catalogue: it has no "format": "{FORMAT}"')
    if whole.get("version") != VERSION:
        raise BadExchange(f"its version is not {VERSION}, which this release reads")
    said = whole.get("currency")
    for number, row in _listed(whole, "categories"):
        yield f"categories[{number}]", _flat(row, "category", path="category")
    for number, row in _listed(whole, "products"):
        facts = _flat(row, "product", name="product")
        yield f"products[{number}]", facts
        for place, each in _listed(row if isinstance(row, dict) else {}, "variants"):
            own = _flat(each, "variant", name="variant")
            above = {"category": facts.get("category"), "product": facts.get("product")}
            yield f"products[{number}].variants[{place}]", own | above | {"currency": said}
    for number, row in _listed(whole, "shipping"):
        own = _flat(row, "shipping", name="shipping")
        yield f"shipping[{number}]", own | {"currency": said}


def _listed(whole: Any, name: str) -> Iterator[tuple[int, Any]]:
    rows = whole.get(name, [])
    if not isinstance(rows, list):
        raise BadExchange(f"{name}: is a list")
    yield from enumerate(rows)


def _flat(row: Any, kind: str, **renamed: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        return {"row": kind, "": "shape"}
    facts: dict[str, Any] = {"row": kind}
    for name, value in row.items():
        if value is None and name in UNSAID:
            continue
        if name == "questions" and isinstance(value, list):
            facts |= _asked(value)
        elif name != "variants":
            facts[str(renamed.get(name, name))] = _cell(value)
    return facts


def _asked(texts: Sequence[Any]) -> dict[str, Any]:
    """A column each; one too many is told as such."""
    cells = dict.fromkeys(QUESTIONS, "")
    return cells | {f"question_{number}": text for number, text in enumerate(texts, 1)}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return joined(tuple(value))
    if isinstance(value, int):
        return str(value)
    return "" if value is None else value
