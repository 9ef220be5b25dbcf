"""The language files agree with each other, with the code, and with Telegram's HTML."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from fluent_compiler.bundle import FluentBundle

from utils.l10n import Translators, placeables

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "l10n").glob("*.ftl"))
KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LABEL = 35
"""UTF-16 units of a label that a phone shows."""
# https://core.telegram.org/bots/api#html-style
TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a"),
    *("span", "tg-spoiler", "tg-emoji", "tg-time", "blockquote"),
}


@dataclass
class Uses:
    """What the code says of texts: `t("key", a=1)`, `t(f"status-{x}")`, `key = "..."`."""

    calls: list[tuple[str, set[str] | None, str]] = field(default_factory=list)
    """Key, argument names (None when not all are written out), and where."""
    mentioned: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)

    def read(self, path: Path) -> None:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            match node:
                case ast.Constant(value=str(text)) if KEY.fullmatch(text):
                    self.mentioned.add(text)
                case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if "-" in text:
                    self.prefixes.add(text)
                case ast.Assign(targets=[ast.Name(id="key")], value=ast.Constant(value=str(text))):
                    self.calls.append((text, None, where))
                case ast.Call(func=ast.Name(id="t") | ast.Attribute(attr="t"), args=[key]):
                    given = argument_names(node)
                    self.calls += [(text, given, where) for text in literals(key)]

    def covers(self, key: str) -> bool:
        return key in self.mentioned or any(key.startswith(prefix) for prefix in self.prefixes)


def literals(key: ast.expr) -> list[str]:
    """The keys written out: `"a"`, or both of `"a" if x else "b"`."""
    match key:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=first, orelse=second):
            return literals(first) + literals(second)
    return []


def argument_names(call: ast.Call) -> set[str] | None:
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else {name for name in names if name}


def uses_in(*paths: Path) -> Uses:
    uses = Uses()
    for path in paths:
        uses.read(path)
    return uses


def code() -> list[Path]:
    """Everything that speaks, and what names texts for it: refusals and events."""
    namers = [
        ROOT / "models" / "errors.py",
        ROOT / "models" / "goods_errors.py",
        ROOT / "models" / "method_errors.py",
        ROOT / "models" / "notice_errors.py",
        ROOT / "models" / "refund_errors.py",
        ROOT / "models" / "refill_errors.py",
        ROOT / "models" / "review_errors.py",
        ROOT / "models" / "support_errors.py",
        ROOT / "services" / "running" / "events.py",
        ROOT / "models" / "role_errors.py",
        ROOT / "models" / "gift_errors.py",
        ROOT / "models" / "voucher_errors.py",
        ROOT / "models" / "crossed_errors.py",
        ROOT / "models" / "approval_errors.py",
        ROOT / "models" / "person_errors.py",
        ROOT / "models" / "shipping_errors.py",
        ROOT / "models" / "group_errors.py",
        ROOT / "models" / "stock_errors.py",
        ROOT / "models" / "account_errors.py",
        ROOT / "models" / "switch_errors.py",
        ROOT / "models" / "numbers_errors.py",
    ]
    return [*sorted((ROOT / "handlers").rglob("*.py")), *namers]


def problems(uses: Uses, texts: dict[str, set[str]]) -> Iterator[str]:
    """Keys the code asks for and the file has not, arguments it forgets, texts nobody uses."""
    for key, given, where in uses.calls:
        if key not in texts:
            yield f"{where}: no text {key!r}"
        elif given is not None and (forgotten := texts[key] - given):
            yield f"{where}: {key!r} also wants {sorted(forgotten)}"
    yield from (f"{key!r} is never used" for key in texts if not uses.covers(key))


class Markup(HTMLParser):
    """Collects what Telegram would refuse: unknown, unclosed or wrongly closed tags."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    @classmethod
    def faults_of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        parser.close()
        return parser.faults + [f"<{tag}> is not closed" for tag in parser.open]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        if tag not in TAGS:
            self.faults.append(f"Telegram knows no <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


class Patterns(Visitor):
    """Each pattern as one string, a placeable standing as `x`; variants are patterns of their own.

    So markup that opens in one branch and closes in another is found.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []

    def visit_Pattern(self, node: ftl.Pattern) -> None:  # noqa: N802 - its API
        parts = (e.value if isinstance(e, ftl.TextElement) else "x" for e in node.elements)
        self.texts.append("".join(parts))
        self.generic_visit(node)


def markup_faults(source: str) -> list[str]:
    patterns = Patterns()
    patterns.visit(FluentParser().parse(source))
    return [f"{fault}: {text}" for text in patterns.texts for fault in Markup.faults_of(text)]


def test_every_file_can_be_read() -> None:
    if FILES:
        assert set(Translators(ROOT / "l10n", strict=True).languages) == {p.stem for p in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_compiles(path: Path) -> None:
    """All at once: the shop compiles each when it is first needed."""
    assert FluentBundle.from_files(path.stem, [path]).check_messages() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_languages_have_the_same_texts_and_arguments(path: Path) -> None:
    assert placeables(path) == placeables(ROOT / "l10n" / "en.ftl")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_code_and_texts_agree(path: Path) -> None:
    found = list(problems(uses_in(*code()), placeables(path)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_telegram_accepts_the_markup(path: Path) -> None:
    found = markup_faults(path.read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_phone_shows_every_label_whole(path: Path) -> None:
    """Of a button that stands alone in its row; what is put into it comes on top."""
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ftl.Message) and entry.id.name.startswith("button-"):
            patterns = Patterns()
            patterns.visit(entry)
            longest = max(len(text.encode("utf-16-le")) // 2 for text in patterns.texts)
            assert longest <= LABEL, entry.id.name


FOLLOWED = re.compile(r"\{ \$(name|title) \} (·|\()")
"""A name, and on the same label what a phone would cut off behind a long one."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_long_name_leaves_room_for_what_follows_it_on_a_label(path: Path) -> None:
    """Such labels are made by `named`, which cuts the name and not the price."""
    whole = {key for key, _, _ in uses_in(*code()).calls}
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        if isinstance(entry, ftl.Message) and entry.id.name.endswith(("-button", "-row", "-taken")):
            source = FluentSerializer().serialize_entry(entry)
            assert not (FOLLOWED.search(source) and entry.id.name in whole), entry.id.name


def test_the_checkers_find_what_is_wrong(tmp_path: Path) -> None:
    source = tmp_path / "view.py"
    source.write_text(
        't("cart-empty")\nt("cart-title", name=1)\nletter.t("cart-empty" if x else "gone-one")\n'
        't(f"status-{x}")\nclass E:\n    key = "error-gone"\nt("cart-all", **args)\n'
    )
    texts = {
        "cart-empty": set[str](),
        "cart-title": {"name", "count"},
        "cart-all": {"n"},
        "status-paid": set[str](),
        "never-used": set[str](),
    }
    assert sorted(problems(uses_in(source), texts)) == [
        "'never-used' is never used",
        "view.py:2: 'cart-title' also wants ['count']",
        "view.py:3: no text 'gone-one'",
        "view.py:6: no text 'error-gone'",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a = <b>x", "<b> is not closed"),
        ("a = x</b>", "</b> closes nothing"),
        ("a = <b><i>x</b></i>", "</b> closes nothing"),
        ("a = <h1>x</h1>", "Telegram knows no <h1>"),
        ("a = <b>{ $n ->\n    [one] x</b>\n   *[other] y\n}", "<b> is not closed"),
    ],
)
def test_the_markup_checker_finds_what_is_wrong(text: str, fault: str) -> None:
    assert markup_faults(text)[0].startswith(fault)


def test_the_markup_checker_accepts_what_is_right() -> None:
    source = 'a = <a href="{ $url }">{ $n ->\n    [one] <b>x</b>\n   *[other] y\n}</a>'
    assert markup_faults(source) == []
