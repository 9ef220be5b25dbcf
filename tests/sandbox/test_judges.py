"""The judges themselves: what they must notice, and what both of them know of the sandbox."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.telegram.methods import METHODS as IMPLEMENTED
from sandbox.telegram.params import Params, Upload
from tests.sandbox.conftest import ALICE, Api
from tests.sandbox.judges import judge as schema_judge
from tests.sandbox.judges.judge import Judge, decoded

Fields = dict[str, list[str]]

METHODS: dict[str, Fields] = json.loads(
    (Path(__file__).parent / "judges" / "methods.json").read_text()
)
"""Every method of the Bot API by name, as aiogram's authors read the documentation."""
OURS = {name: fields for name, fields in METHODS.items() if name.lower() in IMPLEMENTED}
# Required by the documentation; the server itself takes their absence for an empty value.
LENIENT = {("setWebhook", "url"), ("setMyCommands", "commands")}

REQUIRED = [
    (name, field)
    for name, fields in OURS.items()
    for field in fields["required"]
    if (name, field) not in LENIENT
]

USER = {"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}
CHAT = {"id": 7, "type": "private", "first_name": "A"}
MESSAGE = {"message_id": 1, "date": 1, "chat": CHAT, "from": USER, "text": "x"}


def verdict(method: str, params: dict[str, Any], result: Any) -> list[str]:
    judge = Judge()
    judge.exchange(method, Params(params), 200, {"ok": True, "result": result})
    return judge.violations


def test_nothing_is_wrong_with_what_is_right() -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]})
    given = {"chat_id": "7", "text": "5", "protect_content": "true", "reply_markup": markup}
    assert verdict("sendMessage", given, MESSAGE) == []
    assert verdict("SENDMESSAGE", given, MESSAGE) == []
    assert verdict("getMe", {}, USER) == []


@pytest.mark.parametrize(
    ("method", "params", "result", "violation"),
    [
        ("sendMessage", {"chat_id": 7, "text": "x", "colour": 1}, MESSAGE, "'colour' was unexp"),
        ("sendMessage", {"chat_id": 7}, MESSAGE, '"text" is a required property'),
        ("sendMessage", {"chat_id": 7, "text": 5}, MESSAGE, "params: text: 5 is not of type"),
        ("sendMessage", {"chat_id": 7.5, "text": "x"}, MESSAGE, "params: chat_id: 7.5 is not"),
        ("sendMessage", {"chat_id": 7, "text": "x", "protect_content": "yes"}, MESSAGE, "boolean"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x", "reply_markup": '{"inline_keyboard": [[{"text": 5}]]}'},
            MESSAGE,
            "params: reply_markup.inline_keyboard.0.0.text: 5 is not of type",
        ),
        ("sendMessage", {"chat_id": 7, "text": "x"}, True, "result: it: true is not of type"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x"},
            MESSAGE | {"chat": CHAT | {"type": "cellar"}},
            'result: chat.type: "cellar" is not one of',
        ),
        ("getUpdates", {}, [{"update_id": 1, "message": {}}], "result: 0.message: "),
        ("getUpdates", {"allowed_updates": '["moon"]'}, [], "params: allowed_updates.0: "),
        ("deleteMessage", {"chat_id": 7, "message_id": 1}, False, "result: it: true was expected"),
        ("sendMoon", {}, True, "sendMoon: the Bot API has no such method"),
    ],
)
def test_the_judge_notices(
    method: str, params: dict[str, Any], result: Any, violation: str
) -> None:
    assert violation in "; ".join(verdict(method, params, result))


@pytest.mark.parametrize(
    ("status", "answer", "violation"),
    [
        (200, {"ok": False, "error_code": 400, "description": "x"}, "HTTP status 200, not 400"),
        (400, {"ok": False, "error_code": 400}, '"description" is a required property'),
        (429, {"ok": False, "error_code": 429, "description": "x", "parameters": {"a": 1}}, "'a'"),
        (400, {"error": "x"}, '"ok" is a required property'),
    ],
)
def test_a_refusal_is_an_envelope(status: int, answer: dict[str, Any], violation: str) -> None:
    judge = Judge()
    judge.exchange("getMe", Params(), status, answer)
    assert violation in "; ".join(judge.violations)


def test_a_webhook_is_judged_like_a_poll() -> None:
    judge = Judge()
    judge.update({"update_id": 1, "message": MESSAGE})
    judge.update({"update_id": 1, "message": {"message_id": "not a number"}})
    assert judge.violations == []
    judge.update({"update_id": 1, "massage": MESSAGE})
    assert "'massage' was unexpected" in "; ".join(judge.violations)


def test_forms_are_read_by_the_types_of_the_schema() -> None:
    given = {"chat_id": "7", "has_spoiler": "True", "caption": "5", "message_thread_id": "9"}
    upload = Upload("a.png", b"12345", "image/png")
    assert decoded("sendPhoto", Params(given, {"photo": upload})) == {
        "chat_id": "7",
        "has_spoiler": True,
        "caption": "5",
        "message_thread_id": 9,
        "photo": {"size": 5, "type": "image/png"},
    }


async def test_the_test_bed_has_a_judge(api: Api, judge: Judge, chat: int) -> None:
    status, _ = await api("sendMessage", chat_id=chat, text="x", colour="red")
    assert status == 200
    assert "'colour' was unexpected" in "; ".join(judge.violations)
    judge.violations.clear()


def test_two_descriptions_of_the_same_api() -> None:
    assert set(METHODS) == set(schema_judge.METHODS.values())


def test_the_sandbox_invents_no_method() -> None:
    assert set(IMPLEMENTED) <= {name.lower() for name in METHODS}


@pytest.mark.parametrize(("method", "missing"), REQUIRED)
async def test_a_missing_field_is_refused(api: Api, chat: int, method: str, missing: str) -> None:
    status, answer = await api(method, **_filled(method, missing))
    assert (status, answer["ok"]) == (400, False), answer


@pytest.mark.parametrize("method", sorted(set(METHODS) - set(OURS))[::10])
async def test_what_the_sandbox_lacks_it_says(api: Api, method: str) -> None:
    status, answer = await api(method)
    assert (status, answer["description"]) == (404, "Not Found: method not found")


def _filled(method: str, missing: str) -> dict[str, Any]:
    """All required fields but one; ids that exist, the rest plausible."""
    known = {"chat_id": ALICE, "from_chat_id": ALICE, "message_id": 1, "user_id": ALICE}
    fields = METHODS[method]["required"]
    return {name: known.get(name, "x") for name in fields if name != missing}
