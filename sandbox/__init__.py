"""A local Telegram and local chains: try any bot without an account, a token or a coin."""
