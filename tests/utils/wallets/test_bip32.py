"""The official BIP32 vectors, including those that lose leading zeros in careless code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import oracle
from utils.wallets.base58 import BadBase58, decode_check
from utils.wallets.bip32 import HARDENED, ExtendedKey, hash160, parse_path

SEED_1 = "000102030405060708090a0b0c0d0e0f"
SEED_2 = (
    "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a2"
    "9f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542"
)
SEED_3 = (
    "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4ac"
    "ba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be"
)
SEED_4 = "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678"

# https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#test-vectors
VECTORS = """
1 m xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi
1 m/0' xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7
1 m/0'/1 xprv9wTYmMFdV23N2TdNG573QoEsfRrWKQgWeibmLntzniatZvR9BmLnvSxqu53Kw1UmYPxLgboyZQaXwTCg8MSY3H2EU4pWcQDnRnrVA1xe8fs
1 m/0'/1/2' xprv9z4pot5VBttmtdRTWfWQmoH1taj2axGVzFqSb8C9xaxKymcFzXBDptWmT7FwuEzG3ryjH4ktypQSAewRiNMjANTtpgP4mLTj34bhnZX7UiM
1 m/0'/1/2'/2 xprvA2JDeKCSNNZky6uBCviVfJSKyQ1mDYahRjijr5idH2WwLsEd4Hsb2Tyh8RfQMuPh7f7RtyzTtdrbdqqsunu5Mm3wDvUAKRHSC34sJ7in334
1 m/0'/1/2'/2/1000000000 xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76
2 m xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso3pGz6ssrdK4PFmM8NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2U
2 m/0 xprv9vHkqa6EV4sPZHYqZznhT2NPtPCjKuDKGY38FBWLvgaDx45zo9WQRUT3dKYnjwih2yJD9mkrocEZXo1ex8G81dwSM1fwqWpWkeS3v86pgKt
2 m/0/2147483647' xprv9wSp6B7kry3Vj9m1zSnLvN3xH8RdsPP1Mh7fAaR7aRLcQMKTR2vidYEeEg2mUCTAwCd6vnxVrcjfy2kRgVsFawNzmjuHc2YmYRmagcEPdU9
2 m/0/2147483647'/1 xprv9zFnWC6h2cLgpmSA46vutJzBcfJ8yaJGg8cX1e5StJh45BBciYTRXSd25UEPVuesF9yog62tGAQtHjXajPPdbRCHuWS6T8XA2ECKADdw4Ef
2 m/0/2147483647'/1/2147483646' xprvA1RpRA33e1JQ7ifknakTFpgNXPmW2YvmhqLQYMmrj4xJXXWYpDPS3xz7iAxn8L39njGVyuoseXzU6rcxFLJ8HFsTjSyQbLYnMpCqE2VbFWc
2 m/0/2147483647'/1/2147483646'/2 xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7j
3 m xprv9s21ZrQH143K25QhxbucbDDuQ4naNntJRi4KUfWT7xo4EKsHt2QJDu7KXp1A3u7Bi1j8ph3EGsZ9Xvz9dGuVrtHHs7pXeTzjuxBrCmmhgC6
3 m/0' xprv9uPDJpEQgRQfDcW7BkF7eTya6RPxXeJCqCJGHuCJ4GiRVLzkTXBAJMu2qaMWPrS7AANYqdq6vcBcBUdJCVVFceUvJFjaPdGZ2y9WACViL4L
4 m xprv9s21ZrQH143K48vGoLGRPxgo2JNkJ3J3fqkirQC2zVdk5Dgd5w14S7fRDyHH4dWNHUgkvsvNDCkvAwcSHNAQwhwgNMgZhLtQC63zxwhQmRv
4 m/0' xprv9vB7xEWwNp9kh1wQRfCCQMnZUEG21LpbR9NPCNN1dwhiZkjjeGRnaALmPXCX7SgjFTiCTT6bXes17boXtjq3xLpcDjzEuGLQBM5ohqkao9G
4 m/0'/1' xprv9xJocDuwtYCMNAo3Zw76WENQeAS6WGXQ55RCy7tDJ8oALr4FWkuVoHJeHVAcAqiZLE7Je3vZJHxspZdFHfnBEjHqU5hG1Jaj32dVoS6XLT1
"""  # noqa: E501
SEEDS = {"1": SEED_1, "2": SEED_2, "3": SEED_3, "4": SEED_4}


@pytest.mark.parametrize("line", VECTORS.strip().splitlines(), ids=lambda line: line[:24])
def test_official_vector(line: str) -> None:
    seed, path, xprv = line.split()
    serialised = decode_check(xprv)  # version 4, depth 1, parent 4, number 4, chain code, 0, key
    key = ExtendedKey.master(bytes.fromhex(SEEDS[seed])).derive(parse_path(path))
    assert key.chain_code == serialised[13:45]
    assert key.secret == serialised[46:]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.binary(min_size=16, max_size=64),
    path=st.lists(st.integers(0, 2 * HARDENED - 1), max_size=3),
)
def test_agrees_with_the_standard_library_oracle(seed: bytes, path: list[int]) -> None:
    text = "/".join(["m", *(f"{n % HARDENED}'" if n >= HARDENED else str(n) for n in path)])
    ours = ExtendedKey.master(seed).derive(parse_path(text))
    theirs = oracle.derive(seed, text)
    assert int.from_bytes(ours.secret, "big") == theirs.secret
    assert ours.chain_code == theirs.chain_code
    assert ours.public_key == oracle.public_key(theirs.secret)


@given(st.binary())
def test_hash160_agrees_with_openssl(data: bytes) -> None:
    assert hash160(data) == oracle.hash160(data)


@pytest.mark.parametrize("path", ["", "0'", "m/", "m/x", "m/-1", "m/2147483648", "m/1h", "m/1''"])
def test_a_malformed_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"derivation path|child number"):
        parse_path(path)


@given(st.binary(min_size=1, max_size=60))
def test_base58check_round_trip(payload: bytes) -> None:
    assert decode_check(oracle.base58check(payload)) == payload


@pytest.mark.parametrize("text", ["", "1", "0OIl", "KyZpNDKnfs94vbrwhJneDi77V6jF64", "1" * 1000])
def test_base58_refuses_without_repeating_the_text(text: str) -> None:
    with pytest.raises(BadBase58) as refusal:
        decode_check(text)
    assert len(text) < 2 or text not in str(refusal.value)
