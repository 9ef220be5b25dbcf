"""What people type and others read: nothing of it hides, or turns its neighbours round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.stock_errors import BadField
from services.goods.filing import Incoming, proved
from services.goods.intake import Delivery
from services.goods.removal import valid_reason
from services.goods.sketch import LONGEST_NAME, sketched, valid_name, valid_text
from utils.printable import TURNING, UNSEEN, is_clean, is_one_line, legible

TURNED = "invoice \u202efdp.exe"
NOTHING = ["", " ", "\u200b", "\u3164", "\u2800\u2800", "\u0301", "\ufe0f", "\u202e", "\x00", "\n"]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Mug", "Mug"),
        ("  Mug \t Blue ", "Mug   Blue"),
        ("M\u200bug", "Mug"),
        ("M\u200dug\u2060", "Mug"),
        ("M\u00adug", "Mug"),
        ("Mug\u034f", "Mug"),
        ("Mug\u3164", "Mug"),
        (TURNED, "invoice fdp.exe"),
        ("\u2067Mug\u2069", "Mug"),
        ("a\x00b\x1bc", "abc"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("e" + "\u0301" * 60, "e" + "\u0301" * 4),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\u2764\ufe0f\u200d🔥", "\u2764\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("Mug\U000e0067", "Mug"),
        ("قدح", "قدح"),
        ("Ünïcode Straße", "Ünïcode Straße"),
    ],
)
def test_what_is_seen_is_what_stands_there(typed: str, seen: str) -> None:
    assert legible(typed) == seen


@given(st.text(max_size=60))
def test_nothing_turns_or_hides(typed: str) -> None:
    seen = legible(typed)
    assert legible(seen) == seen
    assert is_clean(seen)
    assert not TURNING & set(seen)
    assert not UNSEEN & set(seen)
    assert is_one_line(" ".join(seen.split()))


@pytest.mark.parametrize("nothing", NOTHING)
def test_what_nobody_sees_is_no_name_and_no_reason(nothing: str) -> None:
    for refused in (valid_name, valid_reason):
        with pytest.raises(BadField) as refusal:
            refused(nothing)
        assert refusal.value.fields["why"] == "empty"
    assert valid_text(nothing) == ""


def test_two_names_that_look_alike_are_one() -> None:
    assert valid_name("Mu\u200bg") == valid_name(" Mug\u2060") == "Mug"


def test_a_name_is_measured_by_what_is_seen_of_it() -> None:
    assert valid_name("x" * LONGEST_NAME + "\u200b" * 300) == "x" * LONGEST_NAME
    with pytest.raises(BadField):
        valid_name("x" * 300)


def test_a_product_note_and_file_are_read_in_their_order() -> None:
    sketch = sketched(f"{TURNED} / 5 / one\u202e\ntwo\x00", "USD")
    assert (sketch.name, sketch.text) == ("invoice fdp.exe", "one\ntwo")
    batch = Delivery("ju\u200bly\nlist", f"Keys {TURNED}").proved()
    assert (batch.note, batch.supplier) == ("july list", "Keys invoice fdp.exe")
    with pytest.raises(BadField):
        Delivery("\u3164").proved()
    assert proved(Incoming(TURNED, "", b"x")).name == "invoice fdp.exe"
    assert proved(Incoming("../\u202e", "", b"x")).name == ".._"
    assert proved(Incoming("\u3164", "", b"x")).name == "file"
