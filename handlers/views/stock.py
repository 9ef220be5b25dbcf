"""Stock as who keeps the shelves sees it: figures, batches, movements, and what came of a list."""

from handlers.views.screen import Screen, cut
from models.product import Variant
from utils.l10n import Translator

TITLE = 128
"""UTF-16 units of what a variant is called."""


def low(t: Translator, variant: Variant) -> Screen:
    facts = {"stock": variant.stock_quantity, "threshold": variant.low_at or 0}
    return Screen(t("admin-low-stock", title=cut(variant.title, TITLE), **facts))
