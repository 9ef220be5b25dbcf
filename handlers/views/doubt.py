"""Stock that is not sold since the database was restored, and the question before it is again."""

from handlers.admin_callbacks import AskTrust, StockInDoubt, TrustStock
from handlers.callbacks import AdminSources
from handlers.views.screen import Screen, bounded, button, column, cut, dated, lines, paragraphs
from models.product import Variant
from services.sale.doubt import Doubt
from utils.l10n import Translator

SHOWN = 8
TITLE = 64
"""UTF-16 units of a title."""
ALL = 0


@dated
def doubt(t: Translator, stock: Doubt) -> Screen:
    """What waits, and what stays off the shelves."""
    text = t("stock-in-doubt") if stock.waits else t("stock-certain")
    told = [_line(t, variant) for variant in stock.variants]
    unknown = t("stock-in-doubt-unknown") if stock.unknown else None
    gone = t("stock-gone", count=stock.gone) if stock.gone else None
    one = [
        button(t("button-trust", title=_title(row)), AskTrust(variant_id=row.id))
        for row in stock.variants[:SHOWN]
    ]
    every = [button(t("button-trust-all"), AskTrust(variant_id=ALL))] if stock.waits else []
    return Screen(
        paragraphs(text, lines(*bounded(t, told, SHOWN)) or None, unknown, gone),
        [*column(one), every, [button(t("button-back"), AdminSources())]],
    )


@dated
def ask(t: Translator, stock: Doubt, variant: Variant | None) -> Screen:
    """`variant` None: everything."""
    title = _title(variant) if variant else ""
    text = t("ask-trust", title=title) if variant else t("ask-trust-all", n=len(stock.variants))
    yes = TrustStock(variant_id=variant.id if variant else ALL)
    return Screen(
        text,
        [[button(t("button-trust-yes"), yes)], [button(t("button-back"), StockInDoubt())]],
    )


def _line(t: Translator, variant: Variant) -> str:
    left = max(0, variant.stock_quantity - variant.gone_quantity)
    return t("stock-in-doubt-line", title=_title(variant), left=left)


def _title(variant: Variant) -> str:
    return cut(variant.title, TITLE)
