"""Who talks to the shop."""
