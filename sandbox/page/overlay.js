/** A box over one column, or over what already lies there; what is below is inert until it closes. */

import { build } from "./vdom.js";

/** Open boxes, the topmost last: Escape is for that one, wherever the focus went. */
const open = [];

/** Shows a view; returns {box, close}. closed() is called once; Escape asks mayClose() first. */
export function openOver(column, view, { closed = () => {}, mayClose = () => true } = {}) {
  const before = document.activeElement;
  const box = build(view);
  const below = [...column.children].filter((child) => !child.inert);
  const close = () => {
    if (!box.isConnected) return;
    open.splice(open.indexOf(entry), 1);
    box.remove();
    for (const child of below) child.inert = false;
    before?.focus?.({ preventScroll: true });
    closed();
  };
  const entry = { close, mayClose };
  for (const child of below) child.inert = true;
  open.push(entry);
  column.append(box);
  (box.querySelector("[autofocus]") ?? box.querySelector("button, input"))?.focus({ preventScroll: true });
  return { box, close };
}

document.addEventListener("keydown", (event) => {
  const top = open.at(-1);
  if (event.key === "Escape" && !event.defaultPrevented && top?.mayClose()) top.close();
});
