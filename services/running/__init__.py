"""What keeps the shop honest while it runs: messages, health, integrity."""
