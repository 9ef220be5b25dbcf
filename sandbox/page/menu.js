/** A menu that opens where one pressed: arrows walk, Enter chooses, Escape and a press outside close. */

import { build, h, icon } from "./vdom.js";

const MARGIN = 6;

/** items: [{label, icon, run, danger}]; quick: [{label, run, pressed}] in a row above. */
export function openMenu(host, at, items, quick = []) {
  const before = document.activeElement;
  const close = (refocus = true) => {
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    if (refocus) before?.focus({ preventScroll: true });
  };
  const outside = (event) => box.contains(event.target) || close(false);
  const pick = ({ run }) => () => (close(), run());
  const box = build(menu(items, quick, pick));
  box.addEventListener("keydown", (event) => walk(event, box, close));
  document.addEventListener("pointerdown", outside, true);
  host.append(box);
  place(box, host, at);
  box.querySelector("button")?.focus({ preventScroll: true });
}

function menu(items, quick, pick) {
  const row = quick.map((one) => h("button", {
    type: "button", class: "quick", role: "menuitem", "aria-label": one.label, "aria-pressed": String(one.pressed), onclick: pick(one),
  }, one.label));
  const lines = items.map((one) => h("button", {
    type: "button", role: "menuitem", class: one.danger ? "danger" : null, onclick: pick(one),
  }, icon(one.icon), one.label));
  const strip = row.length ? h("div", { class: "quick-row" }, row) : null;
  return h("div", { class: "popup context", role: "menu", "data-testid": "menu" }, strip, lines);
}

function place(box, host, { x, y }) {
  const frame = host.getBoundingClientRect();
  const left = Math.min(x - frame.left, frame.width - box.offsetWidth - MARGIN);
  const top = Math.min(y - frame.top, frame.height - box.offsetHeight - MARGIN);
  box.style.left = `${Math.max(MARGIN, left)}px`;
  box.style.top = `${Math.max(MARGIN, top)}px`;
}

function walk(event, box, close) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...box.querySelectorAll("button")];
  all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
}

/** Where a menu belongs: at the mouse, or below the element when a key opened it. */
export function spotOf(event) {
  if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  return { x: left + 12, y: bottom };
}
