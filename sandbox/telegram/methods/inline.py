"""Answers to inline queries and to Mini Apps.

https://core.telegram.org/bots/api#answerinlinequery and #answerwebappquery
"""

from typing import Any

from sandbox.telegram.buttons import web_app
from sandbox.telegram.caller import Caller
from sandbox.telegram.chats import Message
from sandbox.telegram.errors import bad_request
from sandbox.telegram.files import sent_file
from sandbox.telegram.keyboard import inline_markup
from sandbox.telegram.methods.base import Method, caption_content, text_content
from sandbox.telegram.params import Params
from sandbox.telegram.sending import send_via

_MOST_RESULTS = 50
_LONGEST_ID = 64
_LONGEST_OFFSET = 64
# https://core.telegram.org/bots/api#inlinequeryresult: those whose file is at Telegram already.
_CACHED = {"photo": "photo_file_id", "document": "document_file_id"}
_TITLED = {"article", "document"}


def answer_inline_query(by: Caller, params: Params) -> bool:
    query_id = params.text("inline_query_id")
    query = by.world.inline.find(query_id)
    if query is None or query["bot_id"] != by.bot.id or query["results"] is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    results = params.array("results")
    if "results" not in params.values:
        raise bad_request("can't parse results: expected an Array")
    if len(results) > _MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    checked = [result(by, one, params) for one in results]
    if len({one["id"] for one in checked}) != len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode(errors="replace")) > _LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = _button(params)
    by.world.inline.answer(query_id, checked)
    by.world.events.publish(
        "inline",
        inline_query_id=query_id,
        results=checked,
        next_offset=params.text("next_offset"),
        button=button,
        cache_time=params.integer("cache_time") if "cache_time" in params.values else 300,
        is_personal=params.flag("is_personal"),
    )
    return True


def answer_web_app_query(by: Caller, params: Params) -> dict[str, Any]:
    """Posts the result in the name of the user who has the Mini App open; once."""
    app = by.world.webapps.asked(by.bot.id, params.text("web_app_query_id"))
    if app is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    chosen = result(by, params.json("result"), params)
    person, chat = by.world.people.find(app["person_id"]), by.world.chat(app["chat"])
    if person is None or chat is None:
        raise bad_request("chat not found")
    by.world.webapps.answer(app)
    _, inline_id = send_via(by, person, chat, chosen)
    return {"inline_message_id": inline_id} if inline_id else {}


def result(by: Caller, given: Any, params: Params) -> dict[str, Any]:
    """One checked result, with the message it would become under `message`."""
    if not isinstance(given, dict) or not isinstance(given.get("type"), str):
        raise bad_request("can't parse inline query result: expected an Object")
    inner = Params(given, params.uploads)
    number = inner.text("id")
    if not 1 <= len(number.encode(errors="replace")) <= _LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if given["type"] in _TITLED and not inner.text("title"):
        raise bad_request("can't parse inline query result: title is empty")
    names = ("type", "title", "description", "url")
    shown = {name: inner.text(name) for name in names if inner.text(name)}
    markup = inline_markup(inner)
    message = _content(by, inner) | ({"reply_markup": markup} if markup else {})
    return {"id": number, **shown, "message": message}


def _content(by: Caller, given: Params) -> Message:
    """https://core.telegram.org/bots/api#inputtextmessagecontent, or a file sent before"""
    content = given.object("input_message_content")
    if content.text("message_text"):
        return text_content(by, Params(content.values | {"text": content.text("message_text")}))
    kind = given.text("type")
    if kind not in _CACHED:
        raise bad_request("the sandbox takes text, and photos and documents by file_id, as results")
    shown = sent_file(by.world.files, given, _CACHED[kind], kind)
    return {kind: shown} | caption_content(by, given)


def _button(params: Params) -> dict[str, Any] | None:
    """https://core.telegram.org/bots/api#inlinequeryresultsbutton"""
    given = params.object("button")
    if not given.values:
        return None
    app, start = given.json("web_app"), given.text("start_parameter")
    if not given.text("text") or (app is None) == (not start):
        raise bad_request("can't parse inline query results button")
    kept: dict[str, Any] = {"web_app": web_app(app)} if app else {"start_parameter": start}
    return {"text": given.text("text"), **kept}


METHODS: dict[str, Method] = {
    "answerInlineQuery": answer_inline_query,
    "answerWebAppQuery": answer_web_app_query,
}
