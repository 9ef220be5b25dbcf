"""Hands and eyes for the chat's tests, beside those of the bench."""

from typing import Any

from playwright.async_api import Locator, Page, ViewportSize

from tests.sandbox.page.bench import ALICE, TOKEN, column

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
BOT_ID = int(TOKEN.partition(":")[0])


def complaints(page: Page) -> list[str]:
    """Fills itself with the page's script errors and breaches of its policy."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Policy" in line.text else None)
    return broken


def composer(page: Page, person: int = ALICE) -> Locator:
    return column(page, person).get_by_test_id("composer")


def newest(page: Page, person: int = ALICE) -> Locator:
    return column(page, person).locator("article").last


async def menu_of(page: Page, message: Locator, choice: str) -> None:
    """Choose from a message's menu, as the right mouse button opens it."""
    await message.locator(".bubble").click(button="right", position={"x": 6, "y": 6})
    await page.get_by_test_id("menu").get_by_role("menuitem", name=choice, exact=True).click()


def reply_keyboard(*rows: list[Any], **options: Any) -> dict[str, Any]:
    buttons = [[{"text": one} if isinstance(one, str) else one for one in row] for row in rows]
    return {"keyboard": buttons, "resize_keyboard": True, **options}


# The lowest contrast of a text with what lies behind it, and which text that is; pictures are
# left out, as what is behind a text on them is not a colour of the style.
LOWEST_CONTRAST = """root => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color, under) => {
    canvas.fillStyle = under ?? "#fff";
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;
  const isClear = (color) => /, 0\\)$|^transparent$/.test(color);
  const backdrop = (node) => {
    if (!node) return "#fff";
    const { backgroundColor } = getComputedStyle(node);
    return isClear(backgroundColor) ? backdrop(node.parentElement)
      : css(rgba(backgroundColor, backdrop(node.parentElement)));
  };
  const light = (color) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [red, green, blue] = [...rgba(color)].map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (node) => {
    const behind = backdrop(node);
    const ink = css(rgba(getComputedStyle(node).color, behind));
    const [dark, bright] = [light(ink), light(behind)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement: node, data } = walker.currentNode;
    const skipped = !data.trim() || !node.checkVisibility({ opacityProperty: true })
      || node.closest(".avatar, .spoiler, select, button:disabled, .send");
    if (!skipped) found.push([ratio(node), data.trim().slice(0, 30), node.className]);
  }
  return found.sort(([one], [other]) => one - other)[0];
}"""
