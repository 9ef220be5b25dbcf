"""What the shop remembers. Importing this package registers every table."""

from models import (
    address,
    audit,
    cart,
    credit,
    draft,
    invoice,
    mark,
    order,
    outbox,
    product,
    reservation,
    stock,
    talk,
    user,
    vault,
)

__all__ = [
    "address",
    "audit",
    "cart",
    "credit",
    "draft",
    "invoice",
    "mark",
    "order",
    "outbox",
    "product",
    "reservation",
    "stock",
    "talk",
    "user",
    "vault",
]
