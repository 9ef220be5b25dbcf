"""In a word, where an order stands."""

from models.order import Order
from utils.l10n import Translator


def status_of(t: Translator, order: Order) -> str:
    """Replaced is not cancelled: its customer chose another coin."""
    if order.replaced_by:
        return t("status-replaced", code=order.replaced_by)
    return t(f"status-{order.status}")
