"""Texts in the customer's language, from one Fluent file per language (l10n/en.ftl, de.ftl).

https://projectfluent.org/fluent/guide/
"""

import html
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from fluent_compiler.builtins import BUILTINS
from fluent_compiler.bundle import FluentBundle
from fluent_compiler.resource import FtlResource

from utils.refusal import StartRefused

FALLBACK = "en"
FUNCTIONS = {f"{name}()" for name in BUILTINS}
LONGEST = 80
"""Characters of a text that is not understood, when it is named."""

logger = logging.getLogger(__name__)


class Html(str):
    """Markup of our own making: put into texts as it is. Every other argument is escaped."""

    __slots__ = ()


class BadTexts(StartRefused):
    """A language file does not compile, or the English one is missing."""


class MissingText(LookupError):
    """A text or one of its arguments is missing; raised by strict translators only."""


class Translator:
    """One language. Numbers are written its way, so an order number is passed as str.

    Strict raises MissingText; otherwise English and an error in the log stand in.
    """

    def __init__(self, language: str, path: Path, fallback: "Translator | None", strict: bool):
        self.language = language
        self._texts = _Texts(language, path)
        self._fallback = fallback
        self._strict = strict

    def __call__(self, key: str, /, **args: object) -> Html:
        """Telegram HTML, with the arguments escaped."""
        if not self._texts.has(key):
            self._complain(f"no text {key!r} in {self.language!r}")
            return self._fallback(key, **args) if self._fallback else _escape(key)
        text, errors = self._texts.format(key, args)
        if errors:
            self._complain(f"text {key!r} in {self.language!r}: {'; '.join(map(str, errors))}")
        return text

    def _complain(self, problem: str) -> None:
        if self._strict:
            raise MissingText(problem)
        logger.error(problem)


class Translators:
    """Every language that has a file, read at the start; raises BadTexts."""

    def __init__(self, folder: Path, *, strict: bool = False) -> None:
        paths = {path.stem: path for path in sorted(folder.glob("*.ftl"))}
        if FALLBACK not in paths:
            raise BadTexts(f"{folder / FALLBACK}.ftl is missing: the shop has no words without it")
        fallback = Translator(FALLBACK, paths.pop(FALLBACK), None, strict)
        others = {code: Translator(code, path, fallback, strict) for code, path in paths.items()}
        self._fallback = fallback
        self._translators = {FALLBACK: fallback, **others}
        self.languages = {code: own_name(code) for code in self._translators}
        """Each code with the name its speakers use."""

    def __call__(self, language: str) -> Translator:
        """That language, or English for one that has no file any more."""
        return self._translators.get(language, self._fallback)

    def choose(self, language_code: str | None, default: str) -> str:
        """The language to speak to somebody whose client says `de-AT`: `de`, or the default."""
        wanted = (language_code or "").replace("_", "-").lower()
        known = {code.lower(): code for code in self._translators}
        for code in (wanted, wanted.partition("-")[0], default.lower()):
            if code in known:
                return known[code]
        return FALLBACK


def own_name(language: str) -> str:
    """`Deutsch` for de; the code itself where Unicode has no name."""
    name = Locale.parse(language, sep="-").get_display_name() or language
    return name[:1].upper() + name[1:]


def placeables(path: Path) -> dict[str, set[str]]:
    """Each text's key with the arguments it takes, for the tests that compare languages."""
    resource = FluentParser().parse(path.read_text(encoding="utf-8"))
    return {
        entry.id.name: _Variables.of(entry)
        for entry in resource.body
        if isinstance(entry, ast.Message)
    }


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    @classmethod
    def of(cls, node: ast.Message) -> set[str]:
        visitor = cls()
        visitor.visit(node)
        return visitor.names

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - its API
        self.names.add(node.id.name)


class _Texts:
    """One file, read at the start; a text is compiled when it is first needed, since all of them
    take a second and most are never said.
    """

    def __init__(self, language: str, path: Path) -> None:
        """Raises BadTexts."""
        self._language = language
        self._sources = dict[str, str]()
        self._refers = dict[str, set[str]]()
        self._bundles = dict[str, FluentBundle]()
        problems = list(self._read(path.read_text(encoding="utf-8")))
        if problems:
            raise BadTexts(f"{path} does not compile: {'; '.join(problems)}")

    def _read(self, source: str) -> Iterator[str]:
        """What is wrong with it."""
        for entry in FluentParser().parse(source).body:
            if isinstance(entry, ast.Junk):
                words = (entry.content or "").strip()[:LONGEST]
                yield f"syntax: {entry.annotations[0].message}: {words}"
            if not isinstance(entry, ast.Message | ast.Term):
                continue
            name = f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name
            if name in self._sources:
                yield f"{name}: stands there twice"
            span = entry.span or ast.Span(0, 0)
            self._sources[name] = source[span.start : span.end]
            self._refers[name] = _Named.of(entry) - FUNCTIONS
        for name, others in self._refers.items():
            yield from (f"{name}: there is no {each}" for each in others - self._sources.keys())

    def has(self, key: str) -> bool:
        return key in self._sources and not key.startswith("-")

    def format(self, key: str, args: Mapping[str, object]) -> tuple[Html, list[object]]:
        """The text, and what is wrong with it."""
        bundle = self._bundles.get(key)
        if bundle is None:
            bundle = self._bundles[key] = self._compiled(key)
        text, errors = bundle.format(key, args)
        return text, [*(problem for _, problem in bundle.check_messages()), *errors]

    def _compiled(self, key: str) -> FluentBundle:
        """With all that it is made of."""
        names, new = {key}, {key}
        while new:
            new = {other for name in new for other in self._refers[name]} - names
            names |= new
        resource = FtlResource.from_string("\n".join(self._sources[name] for name in names))
        # Isolation marks would end up in addresses and amounts that people copy.
        return FluentBundle(
            self._language, [resource], use_isolating=False, escapers=[_HTML_ESCAPER]
        )


class _Named(Visitor):
    """The texts, terms and functions that one refers to."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    @classmethod
    def of(cls, node: ast.Message | ast.Term) -> set[str]:
        visitor = cls()
        visitor.visit(node)
        return visitor.names

    def generic_visit(self, node: ast.BaseNode) -> None:
        if isinstance(node, ast.MessageReference):
            self.names.add(node.id.name)
        elif isinstance(node, ast.TermReference):
            self.names.add(f"-{node.id.name}")
        elif isinstance(node, ast.FunctionReference):
            self.names.add(f"{node.id.name}()")
        super().generic_visit(node)


def _escape(text: str) -> Html:
    return Html(html.escape(text))


def _join(parts: list[str]) -> Html:
    return Html("".join(parts))


# https://fluent-compiler.readthedocs.io/en/latest/escaping.html
_HTML_ESCAPER = SimpleNamespace(
    name="html",
    select=lambda **hints: True,
    output_type=Html,
    mark_escaped=Html,
    escape=_escape,
    join=_join,
)
