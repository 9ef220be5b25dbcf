"""Addresses and the keys behind them."""
