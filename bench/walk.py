"""The way a customer takes through the demo's catalogue, as the data of the buttons pressed."""

from handlers.callbacks import Catalogue, OpenCategory, OpenProduct, OpenVariant

GAMES = OpenCategory(category_id=1).pack()
WALK = (
    Catalogue().pack(),
    GAMES,
    OpenProduct(product_id=1).pack(),
    OpenVariant(variant_id=1, quantity=2).pack(),
    GAMES,
    OpenProduct(product_id=2).pack(),
    OpenVariant(variant_id=2, quantity=1).pack(),
    OpenVariant(variant_id=2, quantity=2).pack(),
    OpenProduct(product_id=2).pack(),
    GAMES,
)
"""Every step is a button of the screen before; after the last one, the first is."""
LABELS = {action: f"🎮 Button for {action}" for action in WALK}
