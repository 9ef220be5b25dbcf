"""How a public id is read and written: `K7Q-2MX-4PA`, in any case, with or without its strokes."""

from models.account import ID_LENGTH

PART = 3


def spelled(public_id: str) -> str:
    parts = [public_id[at : at + PART] for at in range(0, ID_LENGTH, PART)]
    return "-".join(parts)


def public_id(word: str) -> str:
    """As it is kept; of what is none, something that nobody has."""
    bare = word.replace("-", "").strip().upper()
    return bare if len(bare) == ID_LENGTH else ""
