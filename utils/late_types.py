"""aiogram's types, each built when it is first used.

aiogram marks them all `defer_build` and then builds every one while it is imported: 80 MiB and half
of a start, for hundreds of types that no shop ever meets. Here that pass is left out, and the names
that the types call each other by are put where pydantic looks for them later. Whoever imports
aiogram without `load` before has it as it always was.
"""

import importlib
import sys
import typing
from typing import Any

from pydantic import BaseModel

PACKAGES = ("aiogram.types", "aiogram.methods")
BUILDS = "model_rebuild"
SPELT = {name: getattr(typing, name) for name in ("Literal", "Optional", "Union")} | {"List": list}
AT_ONCE = ("GetUpdates", "SendMessage", "EditMessageText", "AnswerCallbackQuery", "SendPhoto")
"""What nearly every press needs: built before anybody waits for it."""
kept: list[Any] = []
"""Answers of Telegram as types: pydantic forgets those that nobody holds, and builds them anew."""


def load() -> None:
    """Import aiogram without building its types. To be called before anything else imports it."""
    if PACKAGES[0] in sys.modules:
        return
    builds = vars(BaseModel)[BUILDS]
    setattr(BaseModel, BUILDS, classmethod(lambda _cls, **_: None))
    try:
        types, methods = map(importlib.import_module, PACKAGES)
    finally:
        setattr(BaseModel, BUILDS, builds)
    names = SPELT | {name: getattr(types, name) for name in types.__all__}
    for name, module in list(sys.modules.items()):
        if name.startswith(PACKAGES):
            vars(module).update(names | vars(module))
    _build(types, methods)


def _build(types: Any, methods: Any) -> None:
    answer = importlib.import_module("aiogram.methods.base").Response
    types.Update.model_rebuild()
    for name in AT_ONCE:
        method = getattr(methods, name)
        method.model_rebuild()
        kept.append(answer[method.__returning__])
