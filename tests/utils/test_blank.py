"""Signs that show nothing but are no blanks by name."""

from utils.spelling import normal, normal_before

BRAILLE = "AAAA\u2800BBBB"


def test_a_blank_of_braille_is_a_blank() -> None:
    assert normal(BRAILLE) == normal("AAAA BBBB")
    assert normal(f"\u2800{BRAILLE}\u2800 ") == "AAAA BBBB"


def test_what_it_was_before_is_still_known() -> None:
    assert normal_before(f" {BRAILLE}\n") == BRAILLE
    assert normal_before("AAAA BBBB") is None
