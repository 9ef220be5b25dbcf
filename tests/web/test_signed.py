"""Who may hint: whoever has the secret, now, once; everybody else learns nothing."""

import hashlib
import hmac
import json
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.money.hint import Hint
from tests.fakes import FakeClock
from web import signed as module
from web.route import Forged, Refused, Repeated, Unreadable
from web.signed import UNSIGNED, WINDOW, SignedHints, read

SECRET = hashlib.sha256(b"hints").hexdigest()
BODY = b'{"order": "K7Q2M"}'


class Ear:
    """Keeps what was heard, while it `listens`."""

    def __init__(self) -> None:
        self.hints: list[Hint] = []
        self.listens = True

    def __call__(self, hint: Hint) -> bool:
        if self.listens:
            self.hints.append(hint)
        return self.listens


def signed(clock: FakeClock, ear: Ear) -> SignedHints:
    return SignedHints(SecretStr(SECRET), clock, ear)


def headers(at: int | str, body: bytes, secret: str = SECRET) -> dict[str, str]:
    """As docs/hints.md says it, and written anew."""
    mark = hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()
    return {"x-timestamp": str(at), "x-signature": f"sha256={mark}"}


def moment(clock: FakeClock) -> int:
    return int(clock().timestamp())


@given(st.binary(max_size=200), st.binary(max_size=200), st.integers(-WINDOW, WINDOW), st.data())
def test_what_is_signed_is_exactly_what_is_heard(
    body: bytes, other: bytes, late: int, data: st.DataObject
) -> None:
    """Another body, time or secret, and any other signature, is forged; it is never an error."""
    clock = FakeClock()
    hints, at = signed(clock, Ear()), moment(clock) + late
    good = headers(at, body)
    with pytest.raises((Unreadable, Repeated)) if not is_hint(body) else nullcontext():
        hints.verify(good, body)
    digits = data.draw(st.sampled_from(range(64)))
    mark = good["x-signature"]
    place = len("sha256=") + digits
    changed = mark[:place] + ("0" if mark[place] != "0" else "1") + mark[place + 1 :]
    forged = [
        ({**good, "x-signature": changed}, body),
        ({**good, "x-timestamp": str(at + 1)}, body),
        (headers(at, body, SECRET + "x"), body),
        (good, body + b"\n"),
        *([(good, other)] if other != body else []),
    ]
    for given_headers, given_body in forged:
        with pytest.raises(Forged, match=UNSIGNED):
            hints.verify(given_headers, given_body)


def is_hint(body: bytes) -> bool:
    try:
        read(body)
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"x-signature": None}, id="no-signature"),
        pytest.param({"x-timestamp": None}, id="no-time"),
        pytest.param({"x-signature": ""}, id="empty"),
        pytest.param({"x-signature": "é" * 71}, id="case-58-not-ascii"),
        pytest.param({"x-signature": "\udcff" * 71}, id="bytes-that-are-no-text"),
        pytest.param({"x-timestamp": "١٧٦٧٢٦٨٨٠٠"}, id="other-digits"),
        pytest.param({"x-timestamp": "1" * 5000}, id="endless-time"),
        pytest.param({"x-timestamp": "-1"}, id="negative"),
        pytest.param({"x-timestamp": "1e9"}, id="exponent"),
        pytest.param({"x-timestamp": " 1767268800"}, id="blank"),
        pytest.param({"x-timestamp": "1767268800\n"}, id="line-end"),
        pytest.param({"x-signature": "sha512=" + "0" * 64}, id="another-formula"),
        pytest.param({"x-signature": "0" * 64}, id="no-formula"),
        pytest.param({"x-signature": "SHA256=" + "A" * 64}, id="capitals"),
        pytest.param({"x-signature": "sha256=" + "0" * 63}, id="short"),
    ],
)
def test_what_proves_nobody(changes: dict[str, str | None]) -> None:
    """Case 58: one sentence for all of it, and no error."""
    clock, ear = FakeClock(), Ear()
    given_headers = headers(moment(clock), BODY) | changes
    kept = {name: text for name, text in given_headers.items() if text is not None}
    with pytest.raises(Forged, match=UNSIGNED) as refused:
        signed(clock, ear).verify(kept, BODY)
    assert refused.value.status == 401
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("off", [300, -300, 301, -301])
def test_the_time_may_be_five_minutes_off(off: int) -> None:
    clock = FakeClock()
    with pytest.raises(Forged, match="X-Timestamp is more") if abs(off) > 300 else nullcontext():
        signed(clock, Ear()).verify(headers(moment(clock) + off, BODY), BODY)


def test_a_signature_is_heard_once() -> None:
    """Within its window it is remembered, after that its time refuses it, and it is forgotten."""
    clock, ear = FakeClock(), Ear()
    hints = signed(clock, ear)
    at = moment(clock) + WINDOW
    for _ in range(2 * WINDOW):
        with pytest.raises(Repeated) if ear.hints else nullcontext():
            hints.hear(hints.verify(headers(at, BODY), BODY))
        clock.advance(seconds=1)
    clock.advance(seconds=1)
    with pytest.raises(Forged):
        hints.verify(headers(at, BODY), BODY)
    assert len(ear.hints) == 1
    hints.verify(headers(moment(clock), BODY), BODY)
    assert len(hints._seen) == 0


def test_what_was_not_heard_may_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as too much is noted, or remembered: memory has its bound."""
    clock, ear = FakeClock(), Ear()
    hints = signed(clock, ear)
    ear.listens = False
    given_headers = headers(moment(clock), BODY)
    assert not hints.hear(hints.verify(given_headers, BODY))
    ear.listens = True
    assert hints.hear(hints.verify(given_headers, BODY))
    monkeypatch.setattr(module, "MOST_SEEN", 1)
    again = headers(moment(clock) + 1, BODY)
    assert not hints.hear(hints.verify(again, BODY))
    clock.advance(seconds=WINDOW + 1)
    assert hints.hear(hints.verify(again, BODY))


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ('{"order": "K7Q2M"}', Hint(order="K7Q2M")),
        ('{"order": "12345678"}', Hint(order="12345678")),
        ('{"address": "bc1qq", "txid": "0xab"}', Hint(address="bc1qq", txid="0xab")),
    ],
)
def test_what_a_hint_says(body: str, hint: Hint) -> None:
    assert read(body.encode()) == hint


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'["order"]',
        b"null",
        b'"K7Q2M"',
        b"NaN",
        b'{"order": NaN}',
        b'{"order": null}',
        b'{"order": 7}',
        b'{"order": true}',
        b'{"order": ["K7Q2M"]}',
        b'{"order": {"code": "K7Q2M"}}',
        b'{"order": ""}',
        b'{"order": "K7 2M"}',
        b'{"order": "K7Q2M\\u0000"}',
        b'{"order": "\\ud800"}',
        b'{"order": "<b>"}',
        b'{"order": "%s"}' % (b"A" * 129),
        b'{"order": "K7Q2M", "order": "K7Q2N"}',
        b'{"order": "K7Q2M", "paid": "yes"}',
        b'{"order": "K7Q2M"} {}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"order": "\xff"}',
        b"[" * 60_000,
        b'{"order":' * 7_000,
        b'{"order": %s}' % (b"9" * 60_000),
    ],
    ids=lambda body: body[:24].decode(errors="replace"),
)
def test_what_is_no_hint(body: bytes) -> None:
    """One short sentence each, however deep or long; nothing of it is repeated."""
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.status == 400
    assert len(str(refused.value)) < 100


def test_refusals_are_of_http() -> None:
    """Every one has a status between 400 and 500."""
    waiting: list[Any] = [Refused]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        assert 400 <= one.status < 500
    assert json.loads(BODY) == {"order": "K7Q2M"}


def test_the_clock_may_be_set_back() -> None:
    """Signatures from what was the future are refused by their time, and forgotten in the end."""
    clock, ear = FakeClock(), Ear()
    hints = signed(clock, ear)
    hints.hear(hints.verify(headers(moment(clock), BODY), BODY))
    clock.now -= timedelta(hours=1)
    hints.hear(hints.verify(headers(moment(clock), BODY), BODY))
    assert len(ear.hints) == 2
