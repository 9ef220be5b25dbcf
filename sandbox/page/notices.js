/** Toasts, and the alert a person must close. */

import { cloneTemplate, el, icon, part, setText } from "./dom.js";
import { link } from "./entities.js";

const SHOWN_FOR = 3500;

export function toast(host, text, kind = "") {
  const node = el("div", { class: `toast ${kind}`, "data-testid": "toast" });
  if (kind) node.append(icon(kind === "done" ? "check" : "warning"));
  node.append(el("span", {}, text));
  host.append(node);
  setTimeout(() => node.classList.add("leaving"), SHOWN_FOR);
  setTimeout(() => node.remove(), SHOWN_FOR + 300);
}

/** Shows the sentence of any failed action. */
export const complain = (host) => (error) => toast(host, error.message, "failed");

/** A modal over one column; what lies below is inert until it is closed. */
export function alertOver(column, from, text, url = null) {
  const box = cloneTemplate("alert");
  const before = document.activeElement;
  setText(part(box, "from"), from);
  part(box, "text").append(text, url ? link(url, [url]) : "");
  part(box, "close").addEventListener("click", () => close(column, box, before));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(column, box, before);
  });
  setInert(column, true);
  column.append(box);
  part(box, "close").focus();
}

function close(column, box, before) {
  box.remove();
  const open = column.querySelector(".alert");
  if (!open) setInert(column, false);
  (open ? part(open, "close") : before)?.focus();
}

function setInert(column, inert) {
  for (const child of column.children) {
    if (!child.classList.contains("alert")) child.inert = inert;
  }
}

/** Puts a text on the clipboard; where the browser refuses, shows it ready to be copied. */
export async function copy(host, column, text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(host, "Copied to clipboard", "done");
  } catch {
    alertOver(column, "Copy this text", text);
  }
}
