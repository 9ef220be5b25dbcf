"""Blocks, transactions and receipts in the JSON of Ethereum's RPC."""

from typing import Any

from sandbox.chains.ethereum_block import BASE_FEE, GAS_LIMIT, NO_TRIE, NO_UNCLES, Block
from sandbox.chains.ethereum_transaction import CHAIN_ID, Transaction

View = dict[str, Any]
NOBODY = "0x" + "00" * 20
NO_BLOOM = "0x" + "00" * 256
NO_HASH = "0x" + "00" * 32


def block_view(block: Block, transactions: list[Any]) -> View:
    """`transactions`: their ids, or themselves."""
    return {
        "number": hex(block.height),
        "hash": block.hash,
        "parentHash": block.parent,
        "sha3Uncles": "0x" + NO_UNCLES.hex(),
        "miner": NOBODY,
        "stateRoot": "0x" + NO_TRIE.hex(),
        "transactionsRoot": "0x" + block.root.hex(),
        "receiptsRoot": "0x" + block.root.hex(),
        "logsBloom": NO_BLOOM,
        "difficulty": "0x0",
        "gasLimit": hex(GAS_LIMIT),
        "gasUsed": hex(block.gas_used),
        "timestamp": hex(block.time),
        "extraData": "0x" + block.extra.hex(),
        "mixHash": NO_HASH,
        "nonce": "0x0000000000000000",
        "baseFeePerGas": hex(BASE_FEE),
        "size": "0x220",
        "uncles": [],
        "transactions": transactions,
    }


def place_of(transaction: Transaction, block: Block | None) -> View:
    if block is None:
        return {"blockHash": None, "blockNumber": None, "transactionIndex": None}
    return {
        "blockHash": block.hash,
        "blockNumber": hex(block.height),
        "transactionIndex": hex(block.txids.index(transaction.txid)),
    }


def transaction_view(transaction: Transaction, block: Block | None) -> View:
    v, r, s = transaction.signature
    return {
        "hash": transaction.txid,
        "type": "0x0",
        "chainId": hex(CHAIN_ID),
        "from": transaction.sender,
        "to": transaction.to,
        "nonce": hex(transaction.nonce),
        "value": hex(transaction.value),
        "gas": hex(transaction.gas),
        "gasPrice": hex(transaction.gas_price),
        "input": transaction.data,
        "v": hex(v),
        "r": hex(r),
        "s": hex(s),
        **place_of(transaction, block),
    }


def receipt_view(transaction: Transaction, block: Block) -> View:
    """No log: money leaves none."""
    return {
        "transactionHash": transaction.txid,
        "type": "0x0",
        "status": "0x0" if transaction.fails else "0x1",
        "from": transaction.sender,
        "to": transaction.to,
        "contractAddress": None,
        "gasUsed": hex(transaction.gas),
        "cumulativeGasUsed": hex(block.gas_used),
        "effectiveGasPrice": hex(transaction.gas_price),
        "logs": [],
        "logsBloom": NO_BLOOM,
        **place_of(transaction, block),
    }
