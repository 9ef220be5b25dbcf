"""Both Markdowns: entities in UTF-16 units, and every refusal with its byte offset.

The cases follow the rules of the open-source server's own parser tests (TDLib, MessageEntities).
"""

from typing import Any

import pytest

from sandbox.telegram.errors import ApiError
from sandbox.telegram.markdown import parse_markdown
from sandbox.telegram.markdown_v2 import parse_markdown_v2
from tests.sandbox.conftest import Api
from tests.sandbox.test_telegram_html import entity

RESERVED = "]()>#+-=|{}.!"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*x*_y_", "xy", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("__x__~y~", "xy", [entity("underline", 0, 1), entity("strikethrough", 1, 1)]),
        ("||x||", "x", [entity("spoiler", 0, 1)]),
        ("`a*b`", "a*b", [entity("code", 0, 3)]),
        ("```\nx```", "x", [entity("pre", 0, 1)]),
        ("```py\nx```", "x", [entity("pre", 0, 1, language="py")]),
        ("```py\r\nx\n```", "x\n", [entity("pre", 0, 2, language="py")]),
        ("``````", "", []),
        ("x**``____", "x", []),
        ("😀_é_", "😀é", [entity("italic", 2, 1)]),
        ("*a _b_*", "a b", [entity("bold", 0, 3), entity("italic", 2, 1)]),
        ("_a __b___", "a b", [entity("italic", 0, 3), entity("underline", 2, 1)]),
        (r"\*a\.\_\\", r"*a._\ "[:-1], []),
        ("a\\é\\", "a\\é\\", []),
        ("[x](http://a.b/c)", "x", [entity("text_link", 0, 1, url="http://a.b/c")]),
        (r"[x](http://a.b/\)?)", "x", [entity("text_link", 0, 1, url="http://a.b/)?")]),
        (r"[a\.bc]", "a.bc", [entity("text_link", 0, 4, url="http://a.bc/")]),
        ("[x](nowhere)", "x", []),
        ("[](a.b)", "", []),
        ("[x](tg://user?id=7)", "x", [entity("text_mention", 0, 1, user={"id": 7})]),
        ("![👍](tg://emoji?id=5)", "👍", [entity("custom_emoji", 0, 2, custom_emoji_id="5")]),
        (
            "![soon](tg://time?unix=1647531900&format=wDT)",
            "soon",
            [entity("date_time", 0, 4, unix_time=1647531900, date_time_format="wDT")],
        ),
        (">a\n>b\nc", "a\nb\nc", [entity("blockquote", 0, 4)]),
        ("a\n>b", "a\nb", [entity("blockquote", 2, 1)]),
        (">a\n**>b", "a\nb", [entity("blockquote", 0, 2), entity("blockquote", 2, 1)]),
        (">a\n>b||", "a\nb", [entity("expandable_blockquote", 0, 3)]),
        (">a||\nb", "a\nb", [entity("expandable_blockquote", 0, 2)]),
        (">||a||\nb", "a\nb", [entity("blockquote", 0, 2), entity("spoiler", 0, 1)]),
        ("*a\n>b\nc*", "a\nb\nc", [entity("bold", 0, 5), entity("blockquote", 2, 2)]),
        (">`a\n>b`\nc", "a\n>b\nc", [entity("blockquote", 0, 5), entity("code", 0, 4)]),
        (">", "", []),
    ],
)
def test_markdown_v2(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_markdown_v2(source) == (text, entities)


@pytest.mark.parametrize("character", RESERVED)
def test_reserved_characters_are_refused_and_can_be_escaped(character: str) -> None:
    source = f"a{character}"
    with pytest.raises(ApiError) as refused:
        parse_markdown_v2(source)
    reason = "is reserved and must be escaped with the preceding '\\'"
    assert refused.value.description == (
        f"Bad Request: can't parse entities: Character '{character}' {reason}"
    )
    assert parse_markdown_v2(f"a\\{character}") == (source, [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("é_a", "Can't find end of Italic entity at byte offset 2"),
        ("é*a _b", "Can't find end of Italic entity at byte offset 5"),
        ("__a_", "Can't find end of Italic entity at byte offset 3"),
        ("_a__", "Can't find end of Underline entity at byte offset 2"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("```a", "Can't find end of Pre entity at byte offset 0"),
        ("```a b", "Can't find end of PreCode entity at byte offset 0"),
        ("||a|", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("~a", "Can't find end of Strikethrough entity at byte offset 0"),
        ("[a", "Can't find end of TextUrl entity at byte offset 0"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
        ("![a](tg://emoji?id=5", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![a](http://emoji?id=5)", "Custom emoji URL must have scheme tg"),
        ("![a](tg://smile?id=5)", 'Custom emoji URL must have host "emoji"'),
        ("![a](tg://emoji?x=5)", "Custom emoji URL must have an emoji identifier"),
        ("![a](tg://emoji?id=05)", "Invalid custom emoji identifier specified"),
        (">*a\nb*", "Can't find end of Bold entity at byte offset 1"),
    ],
)
def test_markdown_v2_that_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_markdown_v2(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*x*_y_", "xy", [entity("bold", 0, 1), entity("italic", 1, 1)]),
        ("*a_b*", "a_b", [entity("bold", 0, 3)]),
        ("`*x*`", "*x*", [entity("code", 0, 3)]),
        ("```py\nx```", "x", [entity("pre", 0, 1, language="py")]),
        ("[x](a.b)", "x", [entity("text_link", 0, 1, url="http://a.b/")]),
        ("[x](nowhere)", "x", []),
        (r"a\_b \. 1.5!", r"a_b \. 1.5!", []),
        ("😀*é*", "😀é", [entity("bold", 2, 1)]),
    ],
)
def test_markdown(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse_markdown(source) == (text, entities)


@pytest.mark.parametrize(("source", "offset"), [("é*a", 2), ("_", 0), ("```a`", 0), ("[x", 0)])
def test_markdown_that_is_refused(source: str, offset: int) -> None:
    with pytest.raises(ApiError) as refused:
        parse_markdown(source)
    reason = f"Can't find end of the entity starting at byte offset {offset}"
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize("mode", ["MarkdownV2", "markdown"])
async def test_a_message_in_markdown(api: Api, chat: int, mode: str) -> None:
    sent = await api.result("sendMessage", chat_id=chat, text="*x*", parse_mode=mode)
    assert (sent["text"], sent["entities"]) == ("x", [entity("bold", 0, 1)])
