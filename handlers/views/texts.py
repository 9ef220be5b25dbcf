"""Help and terms in the shop's own words: as they are read, and as they are written."""

import hashlib
import html
from collections.abc import Mapping, Sequence

from handlers.account_callbacks import BuiltIn, EditText, OpenText, SaveText, ShopTexts
from handlers.callbacks import AdminOrders, Home
from handlers.views.screen import Screen, button, column, dated, paragraphs
from models.account import LONGEST_WORDS, Words
from services.people.texts import Current
from utils.l10n import Translator

MARK = 8


def mark_of(body: str) -> str:
    """Of the words that were shown, so that no others are saved."""
    return hashlib.sha256(body.encode()).hexdigest()[:MARK]


def shown(body: str) -> str:
    """Whatever was typed, as it was typed: none of it is markup."""
    return html.escape(body, quote=False)


def terms(t: Translator, body: str | None) -> Screen:
    text = paragraphs(t("terms"), shown(body)) if body else t("terms-none")
    return Screen(text, [[button(t("button-home"), Home())]])


@dated
def listed(
    t: Translator, languages: Mapping[str, str], known: Mapping[tuple[Words, str], Current]
) -> Screen:
    """Each text in each language, and whose words it has."""
    rows = column(
        button(_label(t, words, languages[language], current), _open(words, language))
        for (words, language), current in known.items()
    )
    return Screen(t("texts"), [*rows, [button(t("button-back"), AdminOrders(page=0))]])


def _label(t: Translator, words: Words, language: str, current: Current) -> str:
    own = "yes" if current.body else "no"
    return t("texts-row", words=words.value, language=language, own=own)


def _open(words: Words, language: str) -> OpenText:
    return OpenText(words=words, language=language)


@dated
def text(t: Translator, words: Words, language: str, current: Current, built_in: str) -> Screen:
    """`built_in`: what is read without words of the shop's own, already translated."""
    head = t(
        "text-own" if current.body else "text-built-in", words=words.value, version=current.version
    )
    body = shown(current.body) if current.body else built_in
    edit = button(t("button-text-edit"), EditText(words=words, language=language), style="primary")
    back = BuiltIn(words=words, language=language, seen=current.version)
    drop = [button(t("button-text-built-in", words=words.value), back)] if current.body else []
    return Screen(paragraphs(head, body), [[edit], drop, [button(t("button-back"), ShopTexts())]])


def ask(t: Translator, words: Words, language: str) -> Screen:
    text = t("text-ask", words=words.value, max=LONGEST_WORDS)
    return Screen(text, [[button(t("button-cancel"), _open(words, language))]])


def preview(t: Translator, words: Words, language: str, body: str, seen: int) -> Screen:
    """As it will be read, before it counts."""
    save = SaveText(words=words, language=language, seen=seen, mark=mark_of(body))
    again = EditText(words=words, language=language)
    return Screen(
        paragraphs(t("text-preview", words=words.value), shown(body)),
        [
            [button(t("button-text-save"), save, style="success")],
            [button(t("button-text-again"), again)],
            [button(t("button-cancel"), _open(words, language))],
        ],
    )


def ask_built_in(t: Translator, words: Words, language: str, seen: int) -> Screen:
    yes = BuiltIn(words=words, language=language, seen=seen, sure=1)
    return Screen(
        t("text-ask-built-in", words=words.value),
        [
            [button(t("button-text-built-in-yes", words=words.value), yes, style="danger")],
            [button(t("button-do-nothing"), _open(words, language))],
        ],
    )


def keys(languages: Sequence[str]) -> list[tuple[Words, str]]:
    return [(words, language) for words in Words for language in languages]
