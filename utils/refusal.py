"""Why the shop does not start: each message is a sentence for the operator, in English."""


class StartRefused(Exception):
    """The shop would not be safe to run like this; the message says why and what to do."""
