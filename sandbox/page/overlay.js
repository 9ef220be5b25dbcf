/** A box over one column, or over what already lies there; what is below is inert until it closes. */

import { build } from "./vdom.js";

/** Shows a view; returns close(). closed() is called once; Escape asks mayClose() first. */
export function openOver(column, view, { closed = () => {}, mayClose = () => true } = {}) {
  const before = document.activeElement;
  const box = build(view);
  const hidden = [...column.children].filter((child) => !child.inert);
  const close = () => {
    if (!box.isConnected) return;
    box.remove();
    for (const child of hidden) child.inert = false;
    before?.focus?.({ preventScroll: true });
    closed();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    if (mayClose()) close();
  });
  for (const child of hidden) child.inert = true;
  column.append(box);
  (box.querySelector("[autofocus]") ?? box.querySelector("button, input"))?.focus({ preventScroll: true });
  return { box, close };
}
