/** The inline keyboard below a message. */

import { el, icon } from "./dom.js";
import { safeUrl } from "./entities.js";

const STYLES = new Set(["success", "danger", "primary"]);

export function keyboard(rows, view) {
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, rows.map(
    (row) => el("div", { class: "keyboard-row" }, row.map((spec) => button(spec, view))),
  ));
}

function button(spec, view) {
  if (spec.url) return urlButton(spec);
  if (spec.copy_text) return copyButton(spec, view.actions);
  return callbackButton(spec, view);
}

function urlButton(spec) {
  const href = safeUrl(spec.url);
  const props = { ...common(spec), href, target: "_blank", rel: "noopener noreferrer" };
  return el("a", props, label(spec), icon("open"));
}

function copyButton(spec, actions) {
  const onclick = () => actions.copy(spec.copy_text.text);
  const props = { ...common(spec), type: "button", onclick, title: spec.copy_text.text };
  return el("button", props, label(spec), icon("copy"));
}

function callbackButton(spec, view) {
  const onclick = (event) => view.actions.press(event.currentTarget, spec, view.message);
  const disabled = !spec.callback_data || Boolean(spec.disabled);
  return el("button", { ...common(spec), type: "button", onclick, disabled }, label(spec));
}

function common(spec) {
  const style = STYLES.has(spec.style) ? spec.style : "";
  return { class: `key ${style}`, "data-testid": "button" };
}

function label(spec) {
  return el("span", {}, spec.text);
}
