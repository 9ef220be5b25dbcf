import logging
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from utils.l10n import BadTexts, Html, MissingText, Translators, own_name, placeables

ENGLISH = """
plain = Nothing here
hello = <b>Hello, { $name }</b>
items = { $count ->
    [one] one item of { $name }
   *[other] { $count } items of { $name }
}
button = Buy { $name }
status = { $status ->
    [paid] Paid
   *[other] Waiting
}
inside = In: { hello }
only-english = Only { $name }
"""
GERMAN = """
-brand = Holdfast
plain = Nichts hier
hello = <b>Hallo { $name } bei { -brand }</b>
items = { $count ->
    [one] ein Stück { $name }
   *[other] { $count } Stück { $name }
}
button = { $name } kaufen
status = { $status ->
    [paid] Bezahlt
   *[other] Wartet
}
inside = Drin: { hello }
"""


def write(folder: Path, **languages: str) -> Path:
    for code, text in languages.items():
        (folder / f"{code.replace('_', '-')}.ftl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def texts(tmp_path: Path) -> Translators:
    return Translators(write(tmp_path, en=ENGLISH, de=GERMAN), strict=True)


@pytest.fixture
def lenient(tmp_path: Path) -> Translators:
    return Translators(write(tmp_path, en=ENGLISH, de=GERMAN))


def test_texts_plurals_and_numbers(texts: Translators) -> None:
    assert texts("en")("items", count=1, name="tea") == "one item of tea"
    assert texts("en")("items", count=1234, name="tea") == "1,234 items of tea"
    assert texts("de")("items", count=1, name="Tee") == "ein Stück Tee"
    assert texts("de")("items", count=1234, name="Tee") == "1.234 Stück Tee"
    assert texts("de")("status", status="paid") == "Bezahlt"
    assert texts("de").language == "de"


def test_arguments_are_escaped_and_markup_is_not(texts: Translators) -> None:
    """Cases 60 and 94."""
    german = texts("de")
    attack = "<a href='tg://x'>&\"</a>"
    escaped = "&lt;a href=&#x27;tg://x&#x27;&gt;&amp;&quot;&lt;/a&gt;"
    assert german("hello", name=attack) == f"<b>Hallo {escaped} bei Holdfast</b>"
    assert german("items", count=2, name=attack) == f"2 Stück {escaped}"
    assert german("inside", name=attack) == f"Drin: <b>Hallo {escaped} bei Holdfast</b>"
    assert german("hello", name=Html("<i>A</i>")) == "<b>Hallo <i>A</i> bei Holdfast</b>"


def test_a_text_inside_a_text_is_escaped_once(texts: Translators) -> None:
    english = texts("en")
    once = english("hello", name=english("hello", name="<"))
    assert once == "<b>Hello, <b>Hello, &lt;</b></b>"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text())
def test_no_argument_brings_in_a_tag(texts: Translators, name: str) -> None:
    text = texts("en")("hello", name=name)
    inner = text.removeprefix("<b>Hello, ").removesuffix("</b>")
    assert not set(inner) & set("<>\"'")


def test_no_isolation_marks(texts: Translators) -> None:
    """They would be copied along with addresses and amounts."""
    assert texts("en")("button", name="bc1q").isascii()


def test_strict_raises(texts: Translators) -> None:
    cases: list[tuple[str, dict[str, object]]] = [
        ("nowhere", {}),
        ("only-english", {"name": "x"}),
        ("hello", {}),
        ("hello", {"name": None}),
    ]
    for key, args in cases:
        with pytest.raises(MissingText, match=key):
            texts("de")(key, **args)


def test_otherwise_english_and_the_log_stand_in(
    lenient: Translators, caplog: pytest.LogCaptureFixture
) -> None:
    german = lenient("de")
    with caplog.at_level(logging.ERROR):
        assert german("only-english", name="<") == "Only &lt;"
        assert german("nowhere-<b>") == "nowhere-&lt;b&gt;"
        assert german("button") == "name kaufen"
    assert "no text 'only-english' in 'de'" in caplog.text
    assert "no text 'nowhere-<b>' in 'en'" in caplog.text
    assert "Unknown external: name" in caplog.text


def test_languages_carry_their_own_names(tmp_path: Path) -> None:
    texts = Translators(write(tmp_path, en="a = A", de="a = A", pt_BR="a = A", ru="a = A"))
    assert texts.languages == {
        "en": "English",
        "de": "Deutsch",
        "pt-BR": "Português (Brasil)",
        "ru": "Русский",
    }
    assert own_name("fr") == "Français"
    assert texts("pt-BR")("a") == "A"
    assert texts.choose("pt_br", "en") == "pt-BR"


@pytest.mark.parametrize(
    ("code", "default", "chosen"),
    [
        ("de", "en", "de"),
        ("de-AT", "en", "de"),
        ("DE_at", "en", "de"),
        ("en-GB", "de", "en"),
        ("fr", "de", "de"),
        ("fr", "it", "en"),
        ("", "de", "de"),
        (None, "de", "de"),
        ("../../x", "de", "de"),
    ],
)
def test_choose(texts: Translators, code: str | None, default: str, chosen: str) -> None:
    assert texts.choose(code, default) == chosen


@pytest.mark.parametrize(
    "text", ["a = { $x", "a = { missing }", "a = { UNKNOWN() }", "a = A\na = B", "not fluent"]
)
def test_a_broken_file_stops_the_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadTexts, match=r"de\.ftl does not compile"):
        Translators(write(tmp_path, en="a = A", de=text))


def test_a_language_that_was_removed_speaks_english(texts: Translators) -> None:
    assert texts("fr")("plain") == "Nothing here"


def test_no_english_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadTexts, match=r"en\.ftl is missing"):
        Translators(write(tmp_path, de="a = A"))


def test_placeables(tmp_path: Path) -> None:
    write(tmp_path, en=ENGLISH)
    assert placeables(tmp_path / "en.ftl") == {
        "plain": set(),
        "hello": {"name"},
        "items": {"count", "name"},
        "button": {"name"},
        "status": {"status"},
        "inside": set(),
        "only-english": {"name"},
    }
