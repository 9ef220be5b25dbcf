import pytest

from tests import oracle
from utils.wallets.mnemonic import BadMnemonic, generate, normalise, seed_of

ABOUT = "abandon " * 11 + "about"


def test_the_official_seed() -> None:
    assert seed_of(ABOUT).hex() == (
        "5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1"
        "9a5ac40b389cd370d086206dec8aa6c43daea6690f20ad3d8d48b2d2ce9e38e4"
    )


def test_generated_words_are_many_valid_and_never_the_same() -> None:
    phrases = {generate() for _ in range(20)}
    assert len(phrases) == 20
    for phrase in phrases:
        assert len(phrase.split()) == 24
        assert seed_of(phrase) == oracle.seed_of(phrase)


def test_case_and_spacing_do_not_matter() -> None:
    untidy = "  " + ABOUT.upper().replace(" ", " \n ")
    assert normalise(untidy) == ABOUT
    assert seed_of(untidy) == seed_of(ABOUT)


@pytest.mark.parametrize(
    "words",
    ["", "abandon", "abandon " * 12, "abandon " * 11 + "holdfast", "abandon " * 10 + "about"],
)
def test_wrong_words_are_refused_and_not_repeated(words: str) -> None:
    """Case 70: the refusal may be logged, so it must not carry the words."""
    with pytest.raises(BadMnemonic) as refusal:
        seed_of(words)
    assert "abandon" not in str(refusal.value)
    assert "holdfast" not in str(refusal.value)
    assert refusal.value.__cause__ is None
