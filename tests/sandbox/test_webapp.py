"""Mini Apps: initData that others accept, the launch from buttons and menu, data and answers."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import init_data_py
import pytest
from aiogram import Bot
from aiogram.types import MenuButtonWebApp, WebAppInfo
from aiogram.utils.web_app import safe_parse_webapp_init_data

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.telegram.webapp import signed
from tests.sandbox.conftest import ALICE, TOKEN, Api

# https://docs.telegram-mini-apps.com/packages/tma-js-init-data/validating
VECTOR_TOKEN = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
VECTOR = (
    "query_id=AAHdF6IQAAAAAN0XohDhrOrc"
    "&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A"
    "%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C"
    "%22is_premium%22%3Atrue%7D&auth_date=1662771648"
    "&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
)
FIELDS = {
    "user": '{"id":7001,"first_name":"Ä & B","language_code":"de"}',
    "auth_date": "1662771648",
    "start_param": "ref=1+2",
    "signature": "x_-",
}
APP = "https://app.example/shop"
BUTTON = {"text": "Open", "web_app": {"url": APP}}
RESULT = {
    "type": "article",
    "id": "1",
    "title": "x",
    "input_message_content": {"message_text": "Ordered"},
}


def test_the_published_vector() -> None:
    assert signed(VECTOR_TOKEN, dict(parse_qsl(VECTOR))) == VECTOR


def test_another_implementation_accepts_it() -> None:
    init_data_py.validate_by_hash(init_data_py.parse(signed(TOKEN, FIELDS)), TOKEN, expires_in=None)
    assert signed(TOKEN, FIELDS) == signed(TOKEN, {"hash": "0" * 64, **FIELDS})


def test_aiogram_accepts_it() -> None:
    read = safe_parse_webapp_init_data(TOKEN, signed(TOKEN, FIELDS))
    assert read.user is not None
    assert (read.user.id, read.user.first_name, read.start_param) == (7001, "Ä & B", "ref=1+2")


@pytest.mark.parametrize("change", [{"auth_date": "1662771649"}, {"start_param": "x"}])
def test_a_change_is_noticed(change: dict[str, str]) -> None:
    fields = dict(parse_qsl(signed(TOKEN, FIELDS)))
    honest = fields["hash"]
    assert dict(parse_qsl(signed(TOKEN, fields | change)))["hash"] != honest
    assert dict(parse_qsl(signed("1000:other", fields)))["hash"] != honest


def launched(answer: dict[str, Any]) -> dict[str, str]:
    """The launch parameters in the fragment of the app's URL."""
    parts = urlsplit(answer["url"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == APP
    return dict(parse_qsl(parts.fragment, keep_blank_values=True))


async def opened(person: SandboxClient, source: str, **place: Any) -> dict[str, Any]:
    return await person.act("webapp", **{"from": ALICE, "source": source, **place})


async def test_a_button_opens_an_app_that_is_answered(
    api: Api, chat: int, person: SandboxClient
) -> None:
    markup = {"inline_keyboard": [[BUTTON]]}
    _, sent = await api("sendMessage", chat_id=chat, text="x", reply_markup=markup)
    place = {"message_id": sent["result"]["message_id"], "url": APP}
    app = await opened(person, "button", **place, start_param="ref")
    told = launched(app)
    read = safe_parse_webapp_init_data(TOKEN, told["tgWebAppData"])
    assert read.user is not None
    assert (read.user.id, read.query_id, read.start_param) == (ALICE, app["query_id"], "ref")
    init_data_py.validate_by_hash(told["tgWebAppData"], TOKEN, expires_in=60)
    answer = {"web_app_query_id": app["query_id"], "result": RESULT}
    assert (await api("answerWebAppQuery", **answer))[0] == 200
    assert (await person.messages(ALICE))[-1]["text"] == "Ordered"
    status, refusal = await api("answerWebAppQuery", **answer)
    assert (status, "query is too old" in refusal["description"]) == (400, True)
    with pytest.raises(SandboxRefused, match="keyboard button"):
        await person.act(
            "webapp/data", **{"from": ALICE, "webapp_id": app["webapp_id"], "data": "x"}
        )
    with pytest.raises(SandboxRefused, match="no such Mini App here"):
        await opened(person, "button", **place | {"url": "https://elsewhere.example/"})


async def test_a_keyboard_button_sends_data(
    api: Api, bot: Bot, chat: int, person: SandboxClient
) -> None:
    await api("sendMessage", chat_id=chat, text="x", reply_markup={"keyboard": [[BUTTON]]})
    app = await opened(person, "keyboard")
    assert launched(app)["tgWebAppData"] == ""
    data = {"from": ALICE, "webapp_id": app["webapp_id"], "data": "two coffees"}
    with pytest.raises(SandboxRefused, match="more than 4096"):
        await person.act("webapp/data", **data | {"data": "x" * 4097})
    await person.act("webapp/data", **data)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.web_app_data is not None
    assert (message.web_app_data.data, message.web_app_data.button_text) == ("two coffees", "Open")
    with pytest.raises(SandboxRefused, match="no such Mini App open"):
        await person.act("webapp/data", **data)


async def test_the_menu_button_opens_an_app(bot: Bot, chat: int, person: SandboxClient) -> None:
    with pytest.raises(SandboxRefused, match="no such Mini App here"):
        await opened(person, "menu")
    menu = MenuButtonWebApp(text="Shop", web_app=WebAppInfo(url=APP))
    assert await bot.set_chat_menu_button(menu_button=menu)
    app = await opened(person, "menu")
    assert safe_parse_webapp_init_data(TOKEN, launched(app)["tgWebAppData"]).query_id
    await person.act("webapp/close", webapp_id=app["webapp_id"])
    with pytest.raises(SandboxRefused, match="opened from buttons"):
        await opened(person, "link")
