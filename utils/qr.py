"""QR codes of payment URIs, as PNG bytes for a Telegram photo."""

import io

import segno

MODULE_PIXELS = 10
QUIET_ZONE_MODULES = 4


def png(text: str) -> bytes:
    """Error level M, 10 pixels a module: survives Telegram's JPEG and scans from a phone."""
    image = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False)
    code.save(image, kind="png", scale=MODULE_PIXELS, border=QUIET_ZONE_MODULES)
    return image.getvalue()
