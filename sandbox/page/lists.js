/** Lists and rows of buttons that keep their nodes, and with them focus, scroll and open rows. */

/** One node per item in the items' order; a node lives as long as its key is in the list. */
export function drawList(container, items, { keyOf, make, update }) {
  const known = new Map([...container.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const node = known.get(String(keyOf(item))) ?? make(item);
    node.dataset.key = keyOf(item);
    update?.(node, item);
    return node;
  });
  nodes.forEach((node, place) => {
    const there = container.children[place];
    if (there !== node) container.insertBefore(node, there ?? null);
  });
  while (container.children.length > nodes.length) container.lastElementChild.remove();
}

/** One tab stop for a row of buttons; the arrow keys move along and choose. */
export function arrowKeys(row) {
  row.addEventListener("keydown", (event) => {
    const buttons = [...row.querySelectorAll("button")];
    const next = target(buttons, buttons.indexOf(event.target), event.key);
    if (!next) return;
    event.preventDefault();
    next.click();
    next.focus();
  });
}

function target(buttons, place, key) {
  if (place < 0) return null;
  if (key === "Home") return buttons[0];
  if (key === "End") return buttons.at(-1);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  return step ? buttons.at((place + step) % buttons.length) : null;
}

/** Marks one button of such a row as chosen, with the ARIA state its role has. */
export function mark(buttons, chosen, state = "aria-checked") {
  for (const button of buttons) {
    button.setAttribute(state, String(button === chosen));
    button.tabIndex = button === chosen ? 0 : -1;
  }
}
