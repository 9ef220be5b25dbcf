"""What a customer fills in before an order: the address and the answers, as far as they came.

It waits in the customer's one draft: sealed, bound to them, gone after an hour (docs/adr/0016).
Each entry remembers the message that it stands in, so that an edit of that message counts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from models.question import LONGEST_ANSWER, Answer, answer_binding
from models.shipping_errors import AnswersMissing, BadAnswer
from services.people.draft import DraftService
from services.people.note import Note
from services.sale.quote import Asked, Key
from utils.printable import is_clean, is_seen
from utils.sealing import Sealer

KEPT = "order: "
"""What stands before a form in a draft: other drafts are something else."""
Place = tuple[int, int]
"""Number and date (seconds) of a message."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`place`: the message that it was typed in; None: it was not typed now. `to`: the mark of the
    question as it was asked.
    """

    text: str = field(repr=False)
    place: Place | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    delivery: Entry | None = None
    answers: Mapping[Key, Entry] = field(default_factory=dict)
    is_message: bool = False
    """The last of it stands in a message, which may have been meant for the shop."""

    @property
    def address(self) -> str | None:
        return self.delivery.text if self.delivery else None

    @property
    def said(self) -> dict[Key, str]:
        return {key: entry.text for key, entry in self.answers.items()}

    def answering(self, asked: Sequence[Asked]) -> "Form":
        """Without what answers a question that is asked in other words, or no more."""
        marks = {each.key: each.mark for each in asked}
        kept = {key: one for key, one in self.answers.items() if one.to == marks.get(key)}
        return replace(self, answers=kept)

    def with_answer(self, key: Key, entry: Entry) -> "Form":
        return replace(self, answers={**self.answers, key: entry})

    def mark_of(self, at: "Key | str") -> str:
        """Of the question that is answered there."""
        return self.answers[at].to if not isinstance(at, str) and at in self.answers else ""

    def written_in(self, place: Place) -> "Key | str | None":
        """What stands in that message: the key of a question, or `delivery`."""
        if self.delivery and self.delivery.place == place:
            return "delivery"
        return next((key for key, entry in self.answers.items() if entry.place == place), None)


class FormService:
    def __init__(self, drafts: DraftService) -> None:
        self._drafts = drafts

    async def keep(self, user_id: int, form: Form, note: Note | None) -> None:
        """`note`: the message that the last of it was typed in."""
        await self._drafts.keep(user_id, KEPT + _packed(form), note)

    async def find(self, user_id: int) -> Form | None:
        draft = await self._drafts.find(user_id)
        if draft is None or not draft.text.startswith(KEPT):
            return None
        form = _unpacked(draft.text.removeprefix(KEPT))
        return replace(form, is_message=draft.note is not None)


def place_of(note: Note) -> Place:
    return note.message_id, int(note.written_at.timestamp())


def _packed(form: Form) -> str:
    where = [form.delivery.text, form.delivery.place] if form.delivery else None
    said = [[*key, one.text, one.place, one.to] for key, one in form.answers.items()]
    return json.dumps([where, said])


def _unpacked(text: str) -> Form:
    where, said = json.loads(text)
    return Form(
        Entry(where[0], _place(where[1])) if where else None,
        {
            (variant, at): Entry(text, _place(place), *mark)
            for variant, at, text, place, *mark in said
        },
    )


def _place(raw: Sequence[int] | None) -> Place | None:
    return (raw[0], raw[1]) if raw else None


def check_answer(text: str) -> str:
    """As typed, trimmed; raises BadAnswer."""
    text = text.strip()
    if not is_seen(text):
        raise BadAnswer("empty", LONGEST_ANSWER)
    if len(text) > LONGEST_ANSWER:
        raise BadAnswer("long", LONGEST_ANSWER)
    if not is_clean(text):
        raise BadAnswer("signs", LONGEST_ANSWER)
    return text


def sealed_answers(
    sealer: Sealer, user_id: int, asked: Sequence[Asked], answers: Mapping[Key, str]
) -> dict[int, list[Answer]]:
    """By variant, each with the question as it was asked. Raises AnswersMissing, BadAnswer."""
    found: dict[int, list[Answer]] = {}
    for each in asked:
        if each.key not in answers:
            raise AnswersMissing
        (variant_id, position), text = each.key, check_answer(answers[each.key])
        sealed = sealer.seal(text.encode(), bound_to=answer_binding(user_id, variant_id, position))
        row = Answer(position=position, question=each.text, sealed=sealed)
        found.setdefault(variant_id, []).append(row)
    return found
