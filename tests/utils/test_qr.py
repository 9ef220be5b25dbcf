import io

import pytest
import zxingcpp
from PIL import Image

from utils import qr
from utils.uri import payment_uri

ADDRESS = "bcrt1q6rz28mcfaxtmd6v789l9rrlrusdprr9pz3cppk"


@pytest.mark.parametrize(
    "text",
    [
        payment_uri("BTC", ADDRESS, 1),
        payment_uri("BTC", ADDRESS, 12345678_12345678, "Holdfast"),
        payment_uri("LTC", "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh", 10**8, "Läden & Söhne"),
        payment_uri("ETH", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94", 2**70, network="regtest"),
        payment_uri("SOL", "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk", 891_000, "Holdfast"),
    ],
)
def test_a_phone_reads_back_the_same_text(text: str) -> None:
    image = Image.open(io.BytesIO(qr.png(text)))
    (code,) = zxingcpp.read_barcodes(image.convert("L"))
    assert code.text == text
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.ec_level == "M"


def test_it_suits_a_telegram_photo() -> None:
    """Square, large enough to scan, and surrounded by the quiet zone the standard asks for."""
    image = Image.open(io.BytesIO(qr.png(payment_uri("BTC", ADDRESS, 123_000))))
    assert image.format == "PNG"
    assert image.width == image.height
    assert 300 <= image.width <= 1280
    ink = image.convert("L").point(lambda level: 255 - level).getbbox()
    assert ink == (40, 40, image.width - 40, image.height - 40)
