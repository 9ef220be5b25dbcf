"""What a Mini App is told at its launch: initData, signed so that the bot's server can trust it.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode


def signed(token: str, fields: Mapping[str, str]) -> str:
    """`fields` as a query string with their hash; a `hash` among them is replaced.

    The `signature` for third parties, made with a private key of Telegram's, is not added.
    """
    fields = {name: value for name, value in fields.items() if name != "hash"}
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return urlencode({**fields, "hash": hmac.digest(secret, lines.encode(), hashlib.sha256).hex()})
