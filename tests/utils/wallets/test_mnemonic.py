import secrets
from pathlib import Path

import pytest
from bip_utils import Bip39Languages, Bip39MnemonicGenerator, Bip39MnemonicValidator

from tests import oracle
from utils.wallets import mnemonic
from utils.wallets.mnemonic import WORDS, BadMnemonic, generate, normalise, seed_of, words_of

ENGLISH = WORDS.read_text(encoding="ascii").split()

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


@pytest.mark.parametrize("size", [16, 20, 24, 28, 32])
def test_words_are_those_of_a_foreign_implementation(size: int) -> None:
    """Every length, the extremes and chance; only test words are given to the library."""
    samples = [bytes(size), b"\xff" * size, *(secrets.token_bytes(size) for _ in range(50))]
    for entropy in samples:
        words = words_of(entropy)
        library = Bip39MnemonicGenerator(Bip39Languages.ENGLISH).FromEntropy(entropy).ToStr()
        assert words == library
        assert normalise(words) == words


def test_a_checksum_that_is_wrong_is_noticed() -> None:
    words = words_of(bytes(range(32))).split()
    judge = Bip39MnemonicValidator(Bip39Languages.ENGLISH)
    for word in ENGLISH[::37]:
        text = " ".join([*words[:-1], word])
        if judge.IsValid(text):
            assert normalise(text) == text
        else:
            with pytest.raises(BadMnemonic):
                normalise(text)


def test_the_product_gives_the_words_to_no_library() -> None:
    source = Path(mnemonic.__file__).read_text(encoding="utf-8")
    assert "bip_utils" not in source
