"""Signs that show nothing but are no blanks by name."""

from utils.spelling import normal


def test_a_blank_of_braille_is_a_blank() -> None:
    assert normal("AAAA\u2800BBBB") == normal("AAAA BBBB")
