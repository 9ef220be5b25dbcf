"""What the shelves are asked: by customers who look around, and by what follows by itself."""

from collections.abc import Sequence
from datetime import timedelta

from bench.fill import CATEGORIES
from bench.moment import Question, Scene
from db import UnitOfWork
from models.base import EPOCH
from models.demand import Wish, WishKind
from models.shelf import Sort
from services.goods.demand import PIECE
from services.goods.finding import MOST_PROPOSED, fold
from services.goods.price import prices_of
from services.goods.product import NUMBERS, PAGE

INNER, OUTER = 3, 1
"""Categories of the filled shop."""


async def shelf(uow: UnitOfWork, scene: Scene) -> object:
    """A page of a category with all that is shown of it."""
    await uow.shelves.path(INNER)
    await uow.shelves.count_within(INNER)
    found = await ordered(uow, scene)
    ids = [product_id for product_id, _ in found[0]]
    await uow.shelves.offers(ids)
    await uow.shelves.photo_of_category(INNER, 1)
    return await prices_of(uow, ids, scene.now)


async def ordered(uow: UnitOfWork, _scene: Scene) -> Sequence[Sequence[tuple[int, str]]]:
    """What is directly in a category: others, and products in every order."""
    await uow.shelves.within(OUTER, PAGE + 1, 0)
    return [await uow.shelves.listed(sort, INNER, PAGE + 1, 0) for sort in Sort]


async def everything(uow: UnitOfWork, _scene: Scene) -> object:
    return [await uow.shelves.listed(sort, None, PAGE + 1, 0) for sort in Sort]


async def product(uow: UnitOfWork, scene: Scene) -> object:
    await uow.products.variants_of(3)
    await uow.shelves.photos(3, 1)
    await uow.demand.wishes_of(scene.customer, 3)
    return await prices_of(uow, [3], scene.now)


async def search(uow: UnitOfWork, _scene: Scene) -> object:
    await uow.shelves.names([3])
    return await uow.sought.candidates([fold("Prodcut"), "77"], MOST_PROPOSED)


async def popular(uow: UnitOfWork, scene: Scene) -> None:
    day = (scene.now - EPOCH) // timedelta(days=1)
    await uow.demand.uncounted(PIECE)
    await uow.demand.before(day - 30, PIECE)
    await uow.demand.count_sold({1: 1, 2: 1})


async def reprice(uow: UnitOfWork, scene: Scene) -> None:
    await uow.demand.due(scene.now, PIECE)
    await uow.demand.prices([1, 2, 3])
    await uow.demand.dearer(2, 50, PIECE)
    await uow.demand.priced([(1, 500, scene.now)])


async def serve(uow: UnitOfWork, _scene: Scene) -> None:
    await uow.demand.arrivals(PIECE)
    await uow.demand.fulfil(await uow.demand.waiting(3, PIECE))


async def wish(uow: UnitOfWork, scene: Scene) -> None:
    await uow.demand.count_wishes(scene.customer)
    await uow.demand.wish(
        Wish(user_id=scene.customer, variant_id=9, kind=WishKind.BACK, created_at=scene.now)
    )
    await uow.demand.unwish(scene.customer, 9, WishKind.BACK)


async def reviews(uow: UnitOfWork, scene: Scene) -> None:
    await uow.reviews.shown(3, PAGE)
    await uow.reviews.shown(3, PAGE, 7)
    await uow.reviews.waiting(PAGE)
    await uow.reviews.own(scene.customer, 3)
    await uow.reviews.bought(scene.old, owner=scene.customer)
    await uow.reviews.to_ask((scene.now - timedelta(days=1), 0), scene.now, PIECE)


LISTS: dict[str, Question] = {
    "catalogue": lambda uow, _: uow.shelves.within(None, PAGE + 1, 0),
    "a category's lists": ordered,
    "all products": everything,
    "by number": lambda uow, _: uow.shelves.numbered(NUMBERS + 1, CATEGORIES),
}
"""Read in their order as far as they are shown: what stands behind a page costs nothing."""
SHELVES: dict[str, Question] = {
    **LISTS,
    "reviews, and whom to ask for one": reviews,
    "catalogue: whether there are best sellers": lambda uow, _: uow.shelves.has_best(),
    "category": shelf,
    "all products, page 100": lambda uow, _: uow.shelves.listed(Sort.PRICE, None, PAGE, 100 * PAGE),
    "product": product,
    "search": search,
}
DEMAND: dict[str, Question] = {
    "demand: what is popular": popular,
    "demand: prices that change": reprice,
    "demand: who is served": serve,
    "demand: somebody wants to be told": wish,
    "demand: what runs low unnoticed": lambda uow, _: uow.batches.untold(PIECE),
}
