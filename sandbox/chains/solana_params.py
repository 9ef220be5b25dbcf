"""The parameters of a Solana JSON-RPC call, and the errors that name what is wrong."""

from base64 import b64decode
from typing import Any

from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.transaction import VersionedTransaction

from sandbox.chains.base58 import decode_plain

Body = dict[str, Any]


class RpcError(Exception):
    def __init__(self, code: int, message: str, **data: Any) -> None:
        super().__init__(message)
        self.shape: Body = {"code": code, "message": message}
        if data:
            self.shape["data"] = data


class Params:
    """The parameters of a call; what does not fit is -32602."""

    def __init__(self, given: Any) -> None:
        self._given = given if isinstance(given, list) else []
        self.options: Body = next((each for each in self._given if isinstance(each, dict)), {})

    def text(self, position: int) -> str:
        value = self._given[position] if position < len(self._given) else None
        if not isinstance(value, str):
            raise RpcError(-32602, "Invalid params: a text is missing")
        return value

    def texts(self, position: int) -> list[str]:
        value = self._given[position] if position < len(self._given) else None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise RpcError(-32602, "Invalid params: a list of texts is missing")
        return value

    def number(self, position: int) -> int:
        value = self._given[position] if position < len(self._given) else None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise RpcError(-32602, "Invalid params: a number is missing")
        return value

    def key(self, position: int) -> str:
        return key_of(self.text(position))

    def signature(self, position: int) -> str:
        try:
            return str(Signature.from_string(self.text(position)))
        except ValueError:
            raise RpcError(-32602, "Invalid param: WrongSize") from None

    def transaction(self, position: int) -> bytes:
        text, encoding = self.text(position), self.options.get("encoding", "base58")
        try:
            is_base64 = encoding == "base64"
            raw = b64decode(text, validate=True) if is_base64 else decode_plain(text) or b""
            VersionedTransaction.from_bytes(raw).sanitize()
        except Exception as error:  # solders has an error type for every way to be wrong
            raise RpcError(-32602, f"failed to deserialize transaction: {error}") from None
        return raw


def key_of(text: str) -> str:
    try:
        return str(Pubkey.from_string(text))
    except ValueError:
        raise RpcError(-32602, "Invalid param: WrongSize") from None
