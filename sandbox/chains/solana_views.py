"""What lands on the sandbox's Solana in the shapes of its JSON-RPC.

https://solana.com/docs/rpc/json-structures
"""

import json
from base64 import b64encode
from typing import Any

from solders.account import Account
from solders.message import Message, MessageV1

from sandbox.chains.base58 import encode_plain
from sandbox.chains.solana_ledger import Sent

Body = dict[str, Any]


def account_view(account: Account | None, data_slice: Body | None) -> Body | None:
    """An account in base64; None for one that does not exist."""
    if account is None:
        return None
    start = data_slice["offset"] if data_slice else 0
    end = start + data_slice["length"] if data_slice else None
    return {
        "data": [b64encode(account.data[start:end]).decode(), "base64"],
        "executable": account.executable,
        "lamports": account.lamports,
        "owner": str(account.owner),
        "rentEpoch": account.rent_epoch,
        "space": len(account.data),
    }


def signature_view(sent: Sent, time: int, status: str) -> Body:
    """A line of getSignaturesForAddress."""
    return {
        "signature": sent.signature,
        "slot": sent.slot,
        "err": error_of(sent),
        "memo": None,
        "blockTime": time,
        "confirmationStatus": status,
    }


def status_view(sent: Sent, depth: int | None, status: str) -> Body:
    """An entry of getSignatureStatuses; `depth` is None when it is final."""
    error = error_of(sent)
    return {
        "slot": sent.slot,
        "confirmations": depth,
        "err": error,
        "status": {"Ok": None} if error is None else {"Err": error},
        "confirmationStatus": status,
    }


def transaction_view(sent: Sent, time: int, encoding: str) -> Body:
    """The answer of getTransaction, `json` or `base64`."""
    return {
        "slot": sent.slot,
        "blockTime": time,
        "meta": sent.outcome.meta if sent.outcome else None,
        "transaction": [b64encode(sent.raw).decode(), encoding]
        if encoding == "base64"
        else {
            "signatures": [str(each) for each in sent.transaction.signatures],
            "message": _message(sent),
        },
        "version": version_of(sent),
    }


def version_of(sent: Sent) -> int | str:
    message = sent.transaction.message
    if isinstance(message, Message):
        return "legacy"
    return 1 if isinstance(message, MessageV1) else 0


def error_of(sent: Sent) -> Any:
    return sent.outcome.meta["err"] if sent.outcome else None


def _message(sent: Sent) -> Body:
    message = sent.transaction.message
    header = message.header
    view: Body = {
        "accountKeys": [str(key) for key in message.account_keys],
        "header": {
            "numRequiredSignatures": header.num_required_signatures,
            "numReadonlySignedAccounts": header.num_readonly_signed_accounts,
            "numReadonlyUnsignedAccounts": header.num_readonly_unsigned_accounts,
        },
        "recentBlockhash": str(message.recent_blockhash),
        "instructions": [
            {
                "programIdIndex": each.program_id_index,
                "accounts": list(each.accounts),
                "data": encode_plain(bytes(each.data)),
                "stackHeight": None,
            }
            for each in message.instructions
        ],
    }
    if isinstance(message, MessageV1):
        return view | {"transactionConfig": json.loads(message.to_json())["config"]}
    if isinstance(message, Message):
        return view
    lookups = [
        {
            "accountKey": str(each.account_key),
            "writableIndexes": list(each.writable_indexes),
            "readonlyIndexes": list(each.readonly_indexes),
        }
        for each in message.address_table_lookups
    ]
    return view | {"addressTableLookups": lookups}
