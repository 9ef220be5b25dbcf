"""No request whatsoever makes the Bot API answer 500, and every answer is an envelope."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import control
from sandbox.app import Sandbox
from sandbox.clock import SandboxClock
from sandbox.control.base import Call, Problem
from sandbox.store import Store
from sandbox.telegram import acts, members, membership
from sandbox.telegram.api import execute
from sandbox.telegram.caller import Caller
from sandbox.telegram.entities import tidied
from sandbox.telegram.errors import ApiError
from sandbox.telegram.html import parse_html, utf16_length
from sandbox.telegram.markdown import parse_markdown
from sandbox.telegram.markdown_v2 import parse_markdown_v2
from sandbox.telegram.methods import METHODS
from sandbox.telegram.params import Params, Upload
from sandbox.telegram.people import Person
from sandbox.telegram.world import World
from tests.sandbox.conftest import ALICE, OLIVIA, PEOPLE, TOKEN

GROUP = -1_001_000_000_001
MANY = settings(
    max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
# Those that would wait or stop the run.
_LEFT_OUT = {"getupdates", "close", "logout"}
_METHODS = sorted(set(METHODS) - _LEFT_OUT)
_NAMES = (
    "chat_id", "from_chat_id", "message_id", "message_ids", "user_id", "text", "caption",
    "parse_mode", "entities", "caption_entities", "reply_markup", "reply_parameters",
    "link_preview_options", "message_thread_id", "photo", "document", "media", "commands",
    "scope", "language_code", "menu_button", "name", "permissions", "until_date", "file_id",
    "callback_query_id", "url", "secret_token", "max_connections", "allowed_updates", "action",
    "message_effect_id", "icon_color", "icon_custom_emoji_id", "title", "description",
    "payload", "currency", "prices", "provider_token", "max_tip_amount", "suggested_tip_amounts",
    "latitude", "longitude", "address", "phone_number", "first_name", "vcard", "emoji",
    "reaction", "inline_query_id", "results", "button", "result", "offset", "limit", "video",
)  # fmt: skip
_KEYS = (
    "type", "offset", "length", "url", "user", "id", "language", "custom_emoji_id", "text",
    "callback_data", "inline_keyboard", "keyboard", "web_app", "copy_text", "style",
    "request_users", "request_id", "message_id", "chat_id", "media", "command", "description",
    "switch_inline_query_chosen_chat", "force_reply", "unix_time", "caption", "parse_mode",
    "label", "amount", "emoji", "title", "input_message_content", "message_text", "photo_file_id",
)  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from([
        str(ALICE), str(GROUP), "@crew", "--5", "1e400", "[1]", "[[1]]", "{}", "null", "true", "-",
        "HTML", "Markdown", "MarkdownV2", "bold", "text_link", "text_mention", "<b>x</b>",
        "attach://x", "http://[", "https://x.org", "tg://user?id=7001", "web_app", "photo",
        "\ud800", "2",
    ]),
    st.text(max_size=30),
)  # fmt: skip
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.integers(1, 5), _TEXTS
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(_KEYS), st.text(max_size=5)), inner, max_size=5),
    ),
    max_leaves=12,
)
# Half of the calls name a chat and a message that are there, to get past the first refusal.
_PLACES = st.fixed_dictionaries(
    {
        "chat_id": st.sampled_from([ALICE, GROUP]),
        "from_chat_id": st.just(ALICE),
        "message_id": st.integers(1, 4),
        "user_id": st.sampled_from([ALICE, OLIVIA, 1000]),
        "text": st.just("x"),
        "photo": st.just("attach://x"),
    }
)
_PARAMS = st.builds(
    lambda place, values: place | values,
    st.one_of(st.just({}), _PLACES),
    st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=8),
)


_METHOD_AND_PARAMS = st.tuples(st.sampled_from(_METHODS), _PARAMS)
_UPLOADS = {"x": Upload("x.png", b"no picture", "image/png"), "photo": Upload("", b"", "")}


def world() -> World:
    """A private chat with two messages, and a forum with a topic that the bot administers."""
    store = Store(None)
    world = World(store, SandboxClock(store), TOKEN, ("Demo", "demo_bot"), PEOPLE)
    alice, olivia = (world.people.find(user) or Person(0, "") for user in (ALICE, OLIVIA))
    acts.write(world, alice, acts.text_content("/start"))
    acts.write(world, alice, acts.photo_content(world, "look"))
    group = world.groups.add("supergroup", "Crew", username="crew", is_forum=True)
    assert group.id == GROUP
    bot = world.bots.first.user()
    membership.found(world, group, olivia.user(), [alice.user(), bot])
    rights = dict.fromkeys(members.RIGHTS, True)
    membership.change(world, group, olivia.user(), bot, members.administrator(rights))
    membership.open_topic(world, group, bot, {"name": "Topic", "icon_color": 7322096})
    return world


@MANY
@given(_METHOD_AND_PARAMS, st.booleans())
def test_any_parameters(call: tuple[str, dict[str, Any]], as_text: bool) -> None:
    """Values as JSON gives them, or as text, which is how most libraries send them."""
    method, values = call
    if as_text:
        values = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }
    there = world()
    try:
        result = asyncio.run(
            execute(Caller(there.bots.first, there), method, Params(values, dict(_UPLOADS)))
        )
    except ApiError as error:
        result = error.envelope()
    json.dumps(getattr(result, "result", result), allow_nan=False)
    there.store.close()


_MARKUP = st.text(alphabet="<>/b iau=\"'&;#x1_*~|`[]()!\\\n\r>éé😀", max_size=40)


@MANY
@given(_MARKUP, st.sampled_from([parse_html, parse_markdown, parse_markdown_v2]))
def test_any_markup(source: str, parse: Any) -> None:
    try:
        text, entities = tidied(*parse(source))
    except ApiError:
        return
    length = utf16_length(text)
    ends: list[int] = []
    for entity in entities:
        assert entity["length"] > 0
        assert entity["offset"] + entity["length"] <= length
        while ends and ends[-1] <= entity["offset"]:
            ends.pop()
        assert not ends or entity["offset"] + entity["length"] <= ends[-1], entities
        ends.append(entity["offset"] + entity["length"])


_ACTIONS = [route for part in control._PARTS for route in part.ROUTES]
_FIELDS = (
    "from", "chat", "bot_id", "user_id", "topic", "reply_to", "message_id", "text", "caption",
    "photo", "document", "contact", "location", "users_shared", "chat_shared", "data", "forged",
    "inaccessible", "link", "payload", "token", "name", "username", "title", "type", "is_forum",
    "members", "status", "rights", "custom_title", "until_date", "permissions", "description",
    "icon_color", "closed", "hidden", "deleted", "first_name", "language_code", "blocked",
    "seconds", "mode", "method", "share", "count", "retry_after", "latency_ms", "flood",
)  # fmt: skip
_BODY = st.builds(
    lambda place, values: place | values,
    st.fixed_dictionaries({"from": st.sampled_from([ALICE, OLIVIA, 1, None])}),
    st.dictionaries(st.sampled_from(_FIELDS), _VALUES, max_size=8),
)
_MATCH = st.fixed_dictionaries(
    {
        "id": st.sampled_from([str(GROUP), str(ALICE), "1000", "1", "-1"]),
        "thread": st.sampled_from(["1", "3", "999"]),
    }
)


@MANY
@given(st.sampled_from(_ACTIONS), _MATCH, _BODY)
def test_any_action(route: Any, match: dict[str, str], body: dict[str, Any]) -> None:
    """What the page may send to the control API is done or refused in a sentence."""
    there = world()
    try:
        answer = route[2](there, Call(match, body))
    except (Problem, acts.Refused) as refused:
        answer = {"error": str(refused)}
    assert json.dumps(answer)
    assert json.dumps([there.views.chat(group) for group in there.groups.all()])
    there.store.close()


class Server:
    """A running sandbox and a session, driven from synchronous tests."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._sandbox = Sandbox(None, bot_token=TOKEN, people=PEOPLE)
        self.url = self.run(self._sandbox.start())
        self._http = self.run(self._session())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(work)

    async def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    def post(self, path: str, body: bytes, kind: str) -> tuple[int, Any]:
        return self.run(self._post(path, body, kind))  # type: ignore[no-any-return]

    async def _post(self, path: str, body: bytes, kind: str) -> tuple[int, Any]:
        headers = {"Content-Type": kind} if kind else {}
        async with self._http.post(self.url + path, data=body, headers=headers) as response:
            return response.status, json.loads(await response.read())

    def stop(self) -> None:
        self.run(self._http.close())
        self.run(self._sandbox.stop())
        self._runner.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


_KINDS = st.sampled_from([
    "", "application/json", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=x", "text/plain", "application/json; charset=utf-16", "/;=",
])  # fmt: skip
_PART = b'--x\r\nContent-Disposition: form-data; name="chat_id"'
_PIECES = st.sampled_from([
    _PART, b"--x", b"--x--", b"\r\n", b"\r\n\r\n", b"7001", b'; filename="a"', b"{", b'"text":',
    b"text=%ff&", b"chat_id=7001", b"\xff", b"\x00", b"[" * 3000, b'Content-Type: multipart/mixed',
    b"Content-Transfer-Encoding: base64", b"Content-Encoding: gzip", b'{"chat_id":7001}',
])  # fmt: skip
_BODIES = st.one_of(st.binary(max_size=40), st.lists(_PIECES, max_size=8).map(b"".join))


@MANY
@given(body=_BODIES, kind=_KINDS, method=st.sampled_from(["sendMessage", "sendPhoto", "x"]))
def test_any_body(server: Server, body: bytes, kind: str, method: str) -> None:
    status, answer = server.post(f"/bot{TOKEN}/{method}", body, kind)
    assert status in {400, 403, 404, 413}, (status, answer)
    assert (answer["ok"], answer["error_code"]) == (False, status)
    assert isinstance(answer["description"], str)


_PATHS = st.text(alphabet="abcXYZ019:/%~-_é😀?#[]@", max_size=20)


@MANY
@given(token=_PATHS, method=_PATHS)
def test_any_path(server: Server, token: str, method: str) -> None:
    status, answer = server.post(f"/bot{token}/{method}", b"", "")
    assert status in {401, 404}, (status, answer)
    assert (answer["ok"], answer["error_code"]) == (False, status)
