"""Why the shop does not start, or a command does nothing: English sentences for the operator."""


class StartRefused(Exception):
    """The shop would not be safe to run like this; the message says why and what to do."""


class CommandRefused(Exception):
    """A command that did nothing; the message says why."""
