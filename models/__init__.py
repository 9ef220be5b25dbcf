"""What the shop remembers. Importing this package registers every table."""

from models import (
    address,
    audit,
    cart,
    credit,
    inspection,
    invoice,
    mark,
    order,
    outbox,
    product,
    refund,
    reservation,
    stock,
    user,
    vault,
)

__all__ = [
    "address",
    "audit",
    "cart",
    "credit",
    "inspection",
    "invoice",
    "mark",
    "order",
    "outbox",
    "product",
    "refund",
    "reservation",
    "stock",
    "user",
    "vault",
]
