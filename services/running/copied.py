"""What of the conversation is handed on, by number alone."""

from dataclasses import dataclass


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

    @property
    def args(self) -> dict[str, str]:
        args = {"from": str(self.chat_id), "message_id": str(self.message_id)}
        args |= {"edited": "1"} if self.edited else {}
        args |= {"further": "1"} if self.further else {}
        return args | ({"to": str(self.to)} if self.to is not None else {})
