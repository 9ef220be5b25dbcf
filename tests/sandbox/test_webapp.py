"""initData: the published vector and two implementations by others agree with the sandbox."""

from urllib.parse import parse_qsl

import init_data_py
import pytest
from aiogram.utils.web_app import safe_parse_webapp_init_data

from sandbox.telegram.webapp import signed

# https://docs.telegram-mini-apps.com/packages/tma-js-init-data/validating
VECTOR_TOKEN = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
VECTOR = (
    "query_id=AAHdF6IQAAAAAN0XohDhrOrc"
    "&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A"
    "%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C"
    "%22is_premium%22%3Atrue%7D&auth_date=1662771648"
    "&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
)
TOKEN = "1000:sandbox"
FIELDS = {
    "user": '{"id":7001,"first_name":"Ä & B","language_code":"de"}',
    "auth_date": "1662771648",
    "start_param": "ref=1+2",
    "signature": "x_-",
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
