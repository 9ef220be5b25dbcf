"""What of the conversation is handed on, by number alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Copied:
    """Which message is copied; `key` tells this handing on from every other."""

    chat_id: int
    message_id: int
    key: str
    edited: bool = False
    further: bool = False
    """A further picture of an album: who it is from was said above the first."""
    to: int | None = None
    """The customer, when another admin's answer is shown."""
    author: int | None = None
    """Who wrote an answer, where that is not their own chat."""

    @property
    def args(self) -> dict[str, str]:
        args = {"from": str(self.chat_id), "message_id": str(self.message_id)}
        args |= {"edited": "1"} if self.edited else {}
        args |= {"further": "1"} if self.further else {}
        args |= {"author": str(self.author)} if self.author is not None else {}
        return args | ({"to": str(self.to)} if self.to is not None else {})

    @classmethod
    def read(cls, args: Mapping[str, str], key: str) -> Self:
        to, author = args.get("to"), args.get("author")
        return cls(
            int(args["from"]),
            int(args["message_id"]),
            key,
            edited="edited" in args,
            further="further" in args,
            to=None if to is None else int(to),
            author=None if author is None else int(author),
        )
