/** Toasts, and the alert a person must close. */

import { link } from "./links.js";
import { openOver } from "./overlay.js";
import { build, h, icon } from "./vdom.js";

const SHOWN_FOR = 3500;
const MOST = 3;

export function toast(host, text, kind = "") {
  const sign = kind ? icon(kind === "done" ? "check" : "warning") : null;
  const node = build(h("div", { class: `toast ${kind}`.trim(), "data-testid": "toast" }, sign, h("span", { dir: "auto" }, text)));
  while (host.children.length >= MOST) host.firstElementChild.remove();
  host.append(node);
  setTimeout(() => node.classList.add("leaving"), SHOWN_FOR);
  setTimeout(() => node.remove(), SHOWN_FOR + 300);
}

/** Shows the sentence of any failed action. */
export const complain = (host) => (error) => toast(host, error.message, "failed");

/** A modal over one column; what lies below is inert until it is closed. */
export function alertOver(column, from, text, url = null, actions = null) {
  const words = h("p", { dir: "auto" }, text, url ? link(url, [url], actions) : null);
  const done = h("button", { type: "button", autofocus: true, "data-testid": "alert-close", onclick: () => opened.close() }, "OK");
  const props = { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": `Message from ${from}` };
  const box = h("div", { class: "alert-box" }, h("b", {}, from), words, done);
  const opened = openOver(column, h("div", { ...props, "data-testid": "alert" }, box));
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
