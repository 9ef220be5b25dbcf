"""Blocks, transactions and sums in the JSON of Esplora."""

from collections.abc import Sequence
from typing import Any

from sandbox.chains.address import address_of, asm_of, type_of
from sandbox.chains.block import BITS, DIFFICULTY, NOWHERE, Block
from sandbox.chains.network import Network
from sandbox.chains.transaction import Input, Output, Transaction

View = dict[str, Any]


def block_view(block: Block, median_time: int) -> View:
    return {
        "id": block.hash,
        "height": block.height,
        "version": block.version,
        "timestamp": block.time,
        "tx_count": len(block.txids),
        "size": block.size,
        "weight": block.weight,
        "merkle_root": block.merkle_root,
        "previousblockhash": None if block.previous == NOWHERE else block.previous,
        "mediantime": median_time,
        "nonce": block.nonce,
        "bits": BITS,
        "difficulty": DIFFICULTY,
    }


def transaction_view(transaction: Transaction, network: Network) -> View:
    """All but the status, which depends on the best chain."""
    return {
        "txid": transaction.txid,
        "version": transaction.version,
        "locktime": 0,
        "vin": [_input(each, network) for each in transaction.inputs],
        "vout": [_output(each, network) for each in transaction.outputs],
        "size": len(transaction.raw),
        "weight": transaction.weight,
        "fee": transaction.fee,
    }


def status(confirmed_in: Block | None) -> View:
    if confirmed_in is None:
        return {"confirmed": False}
    return {
        "confirmed": True,
        "block_height": confirmed_in.height,
        "block_hash": confirmed_in.hash,
        "block_time": confirmed_in.time,
    }


def stats(script: bytes, transactions: Sequence[Transaction]) -> View:
    """What these transactions paid to a script and took from it."""
    funded = [one.value for each in transactions for one in each.outputs if one.script == script]
    spent = [one.value for each in transactions for one in each.spent if one.script == script]
    return {
        "funded_txo_count": len(funded),
        "funded_txo_sum": sum(funded),
        "spent_txo_count": len(spent),
        "spent_txo_sum": sum(spent),
        "tx_count": len(transactions),
    }


def _input(each: Input, network: Network) -> View:
    view = {
        "txid": each.txid,
        "vout": each.vout,
        "prevout": _output(each.prevout, network) if each.prevout else None,
        "scriptsig": each.script_sig.hex(),
        "scriptsig_asm": asm_of(each.script_sig),
        "is_coinbase": each.prevout is None,
        "sequence": each.sequence,
    }
    return view | ({"witness": [item.hex() for item in each.witness]} if each.witness else {})


def _output(output: Output, network: Network) -> View:
    address = address_of(output.script, network)
    return {
        "scriptpubkey": output.script.hex(),
        "scriptpubkey_asm": asm_of(output.script),
        "scriptpubkey_type": type_of(output.script),
        **({"scriptpubkey_address": address} if address else {}),
        "value": output.value,
    }
