"""The former name of utils/chains/node.py, for as long as assembly.py uses it."""

from utils.chains.node import NodeClient as BitcoindClient

__all__ = ["BitcoindClient"]
