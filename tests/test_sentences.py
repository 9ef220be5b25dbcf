"""What no sentence may do, in any language: a rule each, over all of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

FILES = sorted((Path(__file__).parent.parent / "l10n").glob("*.ftl"))
GERMAN = {
    r"\b(Ketten?|Chain)\b": "Blockchain",
    r"\bMünzen?\b": "Währung or Coins",
    r"[Tt]ransaktionskennung": "Transaktions-ID",
    r"\bEigentümer\b": "Inhaber",
    r"\bSicherung(en)?\b": "Backup",
    r"\bGüter\b": "Waren",
    r"\b([Vv]ersandt|[Vv]ersenden)\b": "verschickt, verschicken",
    r"[a-zäöüß,] (Ihnen|Ihre?[nmrs]?|Sie)\b": "du: nobody is addressed formally",
    r"(?<![\d.])\d+\.\d{1,2}(?![\d.])": "a comma before decimals",
}
"""One thing has one name; what stands on the right is what it is called."""
NAMES = ("Arbitrum, BNB Chain",)
COUNTED = ["count", "free", "gone", "held", "left", "sold", "spare", "stock", "before"]
VERBS = r"(are|were|came|stay|remain|times|sind|waren|wurden|kamen|bleiben)"
ALONE = re.compile(rf"\{{ \$({'|'.join(COUNTED)}) \}}(</b>)? {VERBS}\b")
CODE = re.compile(r"<code>.*?</code>|<a .*?</a>", re.DOTALL)
STRANGER = re.compile(r"(?<![\w/>{])@\w+")
COMMAND = re.compile(r"(?<![\w<])/\d")
"""Telegram takes `/1` for a command and `@name` for somebody of that name."""


def said(pattern: ftl.Pattern, told: frozenset[str] = frozenset()) -> Iterator[str]:
    """Each form of a text; what depends on a number is left out where one has its own form."""
    yield "".join(
        element.value if isinstance(element, ftl.TextElement) else _shown(element, told)
        for element in pattern.elements
    )
    for element in pattern.elements:
        choice = element.expression if isinstance(element, ftl.Placeable) else None
        if isinstance(choice, ftl.SelectExpression):
            for variant in choice.variants:
                yield from said(variant.value, told | _singular(choice))


def _shown(element: ftl.Placeable, told: frozenset[str]) -> str:
    inside = element.expression
    if isinstance(inside, ftl.VariableReference) and inside.id.name not in told:
        return f"{{ ${inside.id.name} }}"
    return "x"


def _singular(choice: ftl.SelectExpression) -> frozenset[str]:
    keys = {getattr(one.key, "name", getattr(one.key, "value", "")) for one in choice.variants}
    if isinstance(choice.selector, ftl.VariableReference) and keys & {"one", "1"}:
        return frozenset({choice.selector.id.name})
    return frozenset()


def texts(path: Path) -> Iterator[tuple[str, str]]:
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ftl.Message) and entry.value:
            yield from ((entry.id.name, text) for text in said(entry.value))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_is_not_many(path: Path) -> None:
    assert [name for name, text in texts(path) if ALONE.search(text)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sentence_becomes_a_link_to_a_stranger_or_a_command(path: Path) -> None:
    """Where Telegram makes links of its own; a button, a command's line and a toast have none."""
    plain = ("button-", "command-", "leave-words")
    found = [
        name
        for name, text in texts(path)
        if not name.startswith(plain)
        and (STRANGER.search(CODE.sub("", text)) or COMMAND.search(CODE.sub("", text)))
    ]
    assert found == []


@pytest.mark.parametrize(("wrong", "instead"), GERMAN.items(), ids=GERMAN.values())
def test_german_calls_one_thing_by_one_name(wrong: str, instead: str) -> None:
    found = [
        (name, text)
        for name, text in texts(next(path for path in FILES if path.stem == "de"))
        if re.search(wrong, re.sub("|".join(NAMES), "", text))
    ]
    assert found == [], f"say {instead}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a = { $left } are free", True),
        ("a = { $left ->\n    [one] one is\n   *[other] { $left } are\n} free", False),
        ("a = { $why ->\n    [x] { $left } stay\n   *[y] z\n}", True),
        ("a = Free: { $left }", False),
    ],
)
def test_the_rule_of_numbers_finds_what_is_wrong(source: str, found: bool) -> None:
    entry = FluentParser().parse(source).body[0]
    assert isinstance(entry, ftl.Message)
    assert entry.value is not None
    assert any(ALONE.search(text) for text in said(entry.value)) is found
