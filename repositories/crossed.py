"""What a database says to the loser of two units of work that met at one row."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from models.crossed_errors import Crossed

STATES = {"40P01", "40001"}
"""SQLSTATEs of a deadlock, and of what cannot be put in a row (PostgreSQL, appendix A)."""


def crossed(error: BaseException | None) -> Crossed | None:
    """In its place; None for all else. What breaks a rule is a defect, whoever met whom."""
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return Crossed() if isinstance(error, StaleDataError) or state in STATES else None
