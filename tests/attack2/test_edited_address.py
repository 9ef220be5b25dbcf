"""The same with the real desks: what the parcel would be shipped to."""

import pytest

from tests.handlers.test_delivery import Till, till  # noqa: F401


@pytest.mark.parametrize("words", ["/start", "/cancel@shop_bot now", "cancel"])
async def test_a_command_by_edit_is_no_delivery_address(till: Till, words: str) -> None:  # noqa: F811
    await till.asks()
    await till.type("Ann Lee, Main Street 1, 12345 Town", number=5)
    await till.edit(words, number=5)
    print(till.said)
    await till.places(await till.seal(words))
    assert await till.shipped_to() == []
