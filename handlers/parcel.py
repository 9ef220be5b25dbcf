"""Which goods go into the next message: pure, and asked anew before each one.

How far the handing over has come stands in the outbox, so that a crash repeats one message at
most; what is handed over is looked up again each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from handlers.noting import Told
from services.goods.filing import FileKind
from services.sale.handout import Given, GoodFile

MOST_TOGETHER = 10
"""Files in one group: https://core.telegram.org/bots/api#sendmediagroup"""
MOST_BYTES = 45_000_000
"""Of one request: bots may send 50 MB, and a form has more than its files."""
FAMILIES = {
    FileKind.PHOTO: "seen",
    FileKind.VIDEO: "seen",
    FileKind.DOCUMENT: "kept",
    FileKind.AUDIO: "heard",
}
"""What may stand in one group; a voice message stands alone."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`mark`: of what; `files`: how many of them are there; `told`: parts of the text that are;
    `noted`: pages of the notes below them.

    `singly`: Telegram refused them together, so each file goes by itself; `apart`: each note.
    """

    mark: str
    files: int = 0
    told: int = 0
    singly: bool = False
    noted: int = 0
    apart: bool = False

    @classmethod
    def of(cls, args: Mapping[str, str], mark: str) -> Self:
        """As it was noted; from the beginning when something else is handed over now."""
        if args.get("mark") != mark:
            return cls(mark)
        files, told, noted = (int(args.get(name, "0")) for name in ("files", "told", "noted"))
        return cls(mark, files, told, "singly" in args, noted, "apart" in args)

    @property
    def args(self) -> dict[str, str]:
        facts = {"mark": self.mark, "files": str(self.files), "told": str(self.told)}
        facts["noted"] = str(self.noted)
        facts |= {"singly": "1"} if self.singly else {}
        return facts | ({"apart": "1"} if self.apart else {})

    @property
    def told_notes(self) -> Told:
        return Told(self.noted, self.apart)

    def without_groups(self) -> Self:
        return replace(self, singly=True)


def family(file: GoodFile, *, singly: bool = False) -> str:
    """Refused in another form, a file is a document."""
    kind = FileKind.DOCUMENT if singly else file.head.kind
    return FAMILIES.get(kind, f"alone {file.file_id}")


def in_order(files: Sequence[GoodFile]) -> list[GoodFile]:
    """What goes together stands together; otherwise as in the order."""
    first: dict[str, int] = {}
    for place, file in enumerate(files):
        first.setdefault(family(file), place)
    return sorted(files, key=lambda file: first[family(file)])


def following(given: Given, so_far: Progress, tries: int = 0) -> list[GoodFile]:
    """The files of the next message; none when all are there. `tries`: how often that message has
    failed, each of which halves what it may hold, for a line may be too slow for more.
    """
    most = MOST_BYTES >> tries
    left = in_order(given.files)[so_far.files :]
    together: list[GoodFile] = []
    for file in left[: 1 if so_far.singly else MOST_TOGETHER]:
        size = sum(each.head.size for each in together) + file.head.size
        if together and (family(file) != family(together[0]) or size > most):
            break
        together.append(file)
    return together
