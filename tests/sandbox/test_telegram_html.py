"""Telegram's HTML: entities in UTF-16 units, and every refusal with its byte offset."""

from typing import Any

import pytest

from sandbox.telegram.entities import formatted, tidied
from sandbox.telegram.errors import ApiError
from sandbox.telegram.html import parse_html
from sandbox.telegram.params import Params


def entity(kind: str, offset: int, length: int, **details: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **details}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>x</b><strong>y</strong>", "xy", [entity("bold", 0, 1), entity("bold", 1, 1)]),
        ("<i>x</i><em>y</em>", "xy", [entity("italic", 0, 1), entity("italic", 1, 1)]),
        ("<u>x</u><ins>y</ins>", "xy", [entity("underline", 0, 1), entity("underline", 1, 1)]),
        (
            "<s>x</s><strike>y</strike><del>z</del>",
            "xyz",
            [entity("strikethrough", index, 1) for index in range(3)],
        ),
        (
            '<tg-spoiler>x</tg-spoiler><span class="tg-spoiler">y</span>',
            "xy",
            [entity("spoiler", 0, 1), entity("spoiler", 1, 1)],
        ),
        ("<code>a&lt;b</code>", "a<b", [entity("code", 0, 3)]),
        (
            '<pre><code class="language-python">x = 1</code></pre>',
            "x = 1",
            [entity("pre", 0, 5, language="python")],
        ),
        ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
        (
            '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")],
        ),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "x",
            [entity("date_time", 0, 1, unix_time=1647531900, date_time_format="wDT")],
        ),
        (
            '<tg-time unix="1647531900">x</tg-time>',
            "x",
            [entity("date_time", 0, 1, unix_time=1647531900)],
        ),
        (
            "<a href='http://example.com/?a=1&amp;b'>x</a>",
            "x",
            [entity("text_link", 0, 1, url="http://example.com/?a=1&b")],
        ),
        (
            "<a>example.com</a>",
            "example.com",
            [entity("text_link", 0, 11, url="http://example.com/")],
        ),
        ('<a href="javascript:alert(1)">x</a>', "x", []),
        ("😀<b>é</b>", "😀é", [entity("bold", 2, 1)]),
        ("<b></b>x", "x", []),
        ("<B>x</>", "x", [entity("bold", 0, 1)]),
        ("<b x y=1>z</b>", "z", [entity("bold", 0, 1)]),
        ("a &amp; b &nbsp; &#x41;&#66; &lt;b>", "a & b &nbsp; AB <b>", []),
    ],
)
def test_parses_as_telegram(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b x=", 'Unclosed start tag "b" at byte offset 0'),
        ("<b =x>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("é<b x=1,2>y</b>", "Unexpected end of name token at byte offset 7"),
        ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="soon">y</tg-time>', "Invalid Unix time specified"),
        ('<tg-time unix="1" format="rt">y</tg-time>', "Invalid date-time format specified"),
    ],
)
def test_refuses_as_telegram(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {reason}")


def test_whitespace_is_trimmed_and_entities_are_clipped() -> None:
    params = Params({"text": "\n  <b> x </b>  \n", "parse_mode": "HTML"})
    assert formatted(params, "text", "entities", lambda _: None) == (" x", [entity("bold", 0, 2)])


def test_a_user_link_becomes_a_mention_of_a_known_person() -> None:
    source = '<a href="tg://user?id=7">A</a><a href="tg://user?id=8">B</a>'
    params = Params({"text": source, "parse_mode": "html"})
    found = formatted(params, "text", "entities", {7: {"id": 7, "first_name": "A"}}.get)
    mention = entity("text_mention", 0, 1, user={"id": 7, "first_name": "A"})
    assert found == ("AB", [mention])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start now", {"/start": "bot_command"}),
        ("plain </b> and </i>/x <a/b>", {}),
        ("(/help) /x@bot9 /y@no", {"/help": "bot_command", "/x@bot9": "bot_command"}),
        ("go to https://example.com/a?b=1.", {"https://example.com/a?b=1": "url"}),
        ("😀 @alice_1 #sale $USD a@b.io", {
            "@alice_1": "mention", "#sale": "hashtag", "$USD": "cashtag", "a@b.io": "email"}),
        ("1/2 and a/b, 50% off", {}),
    ],
)  # fmt: skip
def test_finds_commands_links_and_mentions(text: str, kinds: dict[str, str]) -> None:
    _, entities = tidied(text, [])
    units = text.encode("utf-16-le")
    cut = {
        units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"): e["type"]
        for e in entities
    }
    assert cut == kinds


def test_finds_nothing_inside_code_and_keeps_code_free_of_styles() -> None:
    text, entities = parse_html("<code>/start <b>x</b></code>")
    assert tidied(text, entities) == ("/start x", [entity("code", 0, 8)])


@pytest.mark.parametrize(
    "given",
    [
        [entity("bold", 0, 9)],
        [entity("bold", -1, 2)],
        ["bold"],
        [{"type": "bold"}],
        {"type": "bold"},
        [entity("text_link", 0, 1, url="localhost")],
        [entity("custom_emoji", 0, 1, custom_emoji_id="x")],
        [entity("text_mention", 0, 1, user=7)],
        [entity("date_time", 0, 1, unix_time="soon")],
        [entity("bold", 10**30, 1)],
    ],
)
def test_explicit_entities_must_lie_in_the_text(given: Any) -> None:
    with pytest.raises(ApiError):
        formatted(Params({"text": "abc", "entities": given}), "text", "entities", lambda _: None)


def test_other_parse_modes_are_refused() -> None:
    params = Params({"text": "*x*", "parse_mode": "BBCode"})
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted(params, "text", "entities", lambda _: None)


@pytest.mark.parametrize(
    ("source", "entities"),
    [
        (
            "<blockquote>a <code>b</code></blockquote>",
            [entity("blockquote", 0, 3), entity("code", 2, 1)],
        ),
        (
            "<b>a <code>b</code> c</b>",
            [entity("bold", 0, 2), entity("code", 2, 1), entity("bold", 3, 2)],
        ),
        (
            "<i>a x.org</i>",
            [entity("italic", 0, 7)],
        ),
        (
            "<i>a http://x.org b</i>",
            [
                entity("italic", 0, 2),
                entity("url", 2, 12),
                entity("italic", 2, 12),
                entity("italic", 14, 2),
            ],
        ),
        (
            '<a href="http://x.org/">a <code>b</code></a>',
            [entity("text_link", 0, 3, url="http://x.org/")],
        ),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            [entity("blockquote", 0, 2)],
        ),
        ("<b>a<b>b</b></b>", [entity("bold", 0, 2)]),
    ],
)
def test_what_may_lie_in_what(source: str, entities: list[dict[str, Any]]) -> None:
    assert tidied(*parse_html(source))[1] == entities


def test_explicit_entities_are_checked_like_parsed_ones() -> None:
    given = [
        entity("bold", 0, 1),
        entity("url", 0, 1),
        entity("text_link", 1, 1, url="example.com", more="x"),
        entity("pre", 2, 1, language="python"),
    ]
    params = Params({"text": "abc", "entities": given})
    assert formatted(params, "text", "entities", lambda _: None)[1] == [
        entity("bold", 0, 1),
        entity("text_link", 1, 1, url="http://example.com/"),
        entity("pre", 2, 1, language="python"),
    ]
