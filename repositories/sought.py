"""What may be meant by typed words: SQLite's trigram index and PostgreSQL's pg_trgm propose, and
services/goods/finding.py decides alike for both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, TextClause, bindparam, or_, select, text

from models.product import ON_SALE, Product
from repositories.base import Repository

SHORT = 3
"""Letters that a trigram has; shorter words are looked for as they are."""
LIKENESS = 0.25
"""Of pg_trgm, from 0 to 1, below which nothing is proposed."""
FOLDED = (
    "lower(regexp_replace(normalize(products.name || ' ' || products.description, NFKD),"
    " '[\u0300-\u036f]', '', 'g'))"
)
"""As the index of 0018_catalogue has it."""
BY_TRIGRAMS = text("""
    SELECT p.id, p.name, p.description FROM (
        SELECT rowid AS id FROM product_search WHERE product_search MATCH :words
        ORDER BY bm25(product_search, 8.0, 1.0) LIMIT :most
    ) AS found JOIN products p ON p.id = found.id WHERE p.choices > 0""")
BY_LIKENESS = text(f"""
    SELECT products.id, products.name, products.description FROM products
    WHERE products.choices > 0 AND :words <% {FOLDED}
    ORDER BY word_similarity(:words, {FOLDED}) DESC, products.id LIMIT :most""")  # noqa: S608 - ours
THRESHOLD = text("SELECT set_config('pg_trgm.word_similarity_threshold', :likeness, true)")


@dataclass(frozen=True, slots=True)
class Candidate:
    id: int
    name: str
    description: str


class SoughtRepository(Repository):
    async def candidates(self, words: Sequence[str], most: int) -> list[Candidate]:
        """On sale, and somehow like these words (folded: no case, no accents), the likest first."""
        long = [word for word in words if len(word) >= SHORT]
        if not long:
            return await self._containing(words, most)
        if self._on_postgresql:
            await self._session.execute(THRESHOLD, {"likeness": str(LIKENESS)})
            return await self._ask(BY_LIKENESS, " ".join(words), most)
        return await self._ask(BY_TRIGRAMS, _any_trigram(long), most)

    async def _ask(self, question: TextClause, words: str, most: int) -> list[Candidate]:
        given = {"words": words, "most": most}
        typed = question.bindparams(bindparam("words", type_=Text()))
        rows = await self._session.execute(typed, given)
        return [Candidate(*row) for row in rows]

    async def _containing(self, words: Sequence[str], most: int) -> list[Candidate]:
        """Names with these letters; SQLite knows the case of ASCII alone."""
        shapes = {shape for w in words for shape in (w, w.upper(), w.title())}
        named = or_(*(Product.name.contains(shape, autoescape=True) for shape in sorted(shapes)))
        query = select(Product.id, Product.name, Product.description).where(ON_SALE, named)
        rows = await self._session.execute(query.order_by(Product.id).limit(most))
        return [Candidate(*row) for row in rows]


def _any_trigram(words: Sequence[str]) -> str:
    """Each in quotation marks, of which the words have none: nothing of it is an operator."""
    grams = {word[at : at + SHORT] for word in words for at in range(len(word) - SHORT + 1)}
    return " OR ".join(f'"{gram}"' for gram in sorted(grams))
