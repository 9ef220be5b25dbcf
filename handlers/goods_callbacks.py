"""Buttons of who keeps the shelves: categories, products, variants and their stock."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.callbacks import Code, Flag, Id, Page

Short = Annotated[str, Field(max_length=8)]
"""A field of something, or the seal of what was shown of one."""


class GoodsHome(CallbackData, prefix="g"):
    page: Page


class OpenShelf(CallbackData, prefix="g-c"):
    category_id: Id
    page: Page


class OpenGoods(CallbackData, prefix="g-p"):
    product_id: Id


class TheirView(CallbackData, prefix="g-p-see"):
    """The card as customers see it, with the way back to its keeper's."""

    product_id: Id


class OpenStock(CallbackData, prefix="g-v"):
    variant_id: Id


class NewShelf(CallbackData, prefix="g-c-new"):
    """`category_id`: the one that it will be inside of; 0: it stands at the entrance."""

    category_id: Id


class NewGoods(CallbackData, prefix="g-p-new"):
    category_id: Id


class CreateGoods(CallbackData, prefix="g-p-mk"):
    """`seal`: of what was typed and shown."""

    category_id: Id
    kind: Code
    seal: Code


class ChooseShelf(CallbackData, prefix="g-p-in"):
    """A look into a category, for a place of a product that was sent; 0: the entrance. One with
    nothing further inside is the place.
    """

    category_id: Id
    seal: Code
    page: Page = 0


class PickShelf(CallbackData, prefix="g-p-at"):
    """This category is the place."""

    category_id: Id
    seal: Code


class NewVariant(CallbackData, prefix="g-v-new"):
    product_id: Id


class EditField(CallbackData, prefix="g-edit"):
    """`field`: one of services.goods.keeping.Field."""

    field: Short
    row_id: Id


class SetPrice(CallbackData, prefix="g-price"):
    """The price that was typed and shown, in minor units; `seen`: the seal of the one before."""

    variant_id: Id
    price: Id
    seen: Short


class Toggle(CallbackData, prefix="g-show"):
    """Archive or restore. `on`: what it becomes; `seen`: the seal of what was shown."""

    field: Short
    row_id: Id
    on: Flag
    seen: Short


class ChooseHome(CallbackData, prefix="g-mv"):
    """Where to put it. `at`: the category that is looked into; 0: the entrance."""

    field: Short
    row_id: Id
    at: Id
    page: Page


class PutInto(CallbackData, prefix="g-put"):
    """`into`: 0 is the entrance."""

    field: Short
    row_id: Id
    into: Id
    seen: Short


class Reorder(CallbackData, prefix="g-sort"):
    """`which`: one of services.goods.keeping.Moved."""

    which: Code
    row_id: Id
    down: Flag
    seen: Short


class AddStock(CallbackData, prefix="g-add"):
    variant_id: Id


class StockNote(CallbackData, prefix="g-note"):
    """Note, supplier and cost of the batch that is about to come in."""

    variant_id: Id


class AddNow(CallbackData, prefix="g-add-y"):
    """`seal`: of the goods that were judged and shown."""

    variant_id: Id
    seal: Code


class CountStock(CallbackData, prefix="g-count"):
    variant_id: Id


class CountNow(CallbackData, prefix="g-count-y"):
    """`seen`: the stock that was shown; `seal`: of what was typed."""

    variant_id: Id
    seen: Id
    seal: Code


class TakeStock(CallbackData, prefix="g-take"):
    variant_id: Id


class TakeNow(CallbackData, prefix="g-take-y"):
    variant_id: Id
    seen: Id
    seal: Code


class Batches(CallbackData, prefix="g-b"):
    variant_id: Id
    page: Page


class OpenBatch(CallbackData, prefix="g-b-open"):
    batch_id: Id


class UndoBatch(CallbackData, prefix="g-b-undo"):
    batch_id: Id


class Movements(CallbackData, prefix="g-m"):
    variant_id: Id
    page: Page


class FewGoods(CallbackData, prefix="g-few"):
    """`which`: one of services.goods.dashboard.Few."""

    which: Code
    page: Page


class ExportStock(CallbackData, prefix="g-csv"):
    pass


class ShareGoods(CallbackData, prefix="g-share"):
    variant_id: Id


class ShareNow(CallbackData, prefix="g-share-y"):
    """`seen`: the id of what is shared now, 0 for nothing; `seal`: of what was sent."""

    variant_id: Id
    seen: Id
    seal: Code


class MakeEndless(CallbackData, prefix="g-endless"):
    """`seen`: the seal of the limit that was shown."""

    variant_id: Id
    seen: Short


class CapGoods(CallbackData, prefix="g-cap"):
    """`seen`: as MakeEndless has it."""

    variant_id: Id
    seen: Short


class SoldUnits(CallbackData, prefix="g-sold"):
    order_id: Id


class ReplaceUnit(CallbackData, prefix="g-swap"):
    order_id: Id
    unit_id: Id


class ReplaceNow(CallbackData, prefix="g-swap-y"):
    unit_id: Id
    seal: Code
