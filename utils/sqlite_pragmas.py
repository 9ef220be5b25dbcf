"""How connections to SQLite are set: https://sqlite.org/pragma.html"""

from utils.sqlite_driver import PATIENCE

READING = ("query_only=ON",)
GLANCING = (*READING, "busy_timeout=0")
WRITING = ("journal_mode=WAL",)
PRAGMAS = (
    "synchronous=FULL",  # a paid order must survive a power cut
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE deletes rows behind the guards' back
    f"busy_timeout={PATIENCE}",  # another process may write: a command beside the shop
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)
