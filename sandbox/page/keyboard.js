/** The inline keyboard below a message. */

import { pressOf, safeUrl } from "./links.js";
import { h, icon } from "./vdom.js";

const STYLES = new Set(["success", "danger", "primary"]);
/** What a button does, in Telegram's order of looking: [field, mark, press(actions, spec, message, node)]. */
const KINDS = [
  ["url", "open", null],
  ["copy_text", "copy", (actions, spec) => actions.copy(spec.copy_text.text)],
  ["web_app", "app", (actions, spec, message) => actions.openApp("button", spec.web_app.url, message)],
  ["login_url", "open", (actions, spec) => actions.notify(`${spec.login_url.url} would log you in.`)],
  ["pay", "card", (actions, spec, message) => actions.pay(message)],
  ["switch_inline_query_current_chat", "inline", (actions, { switch_inline_query_current_chat: query }, message) => (
    actions.inlineHere(query, message))],
  ["switch_inline_query", "inline", (actions, { switch_inline_query: query }, message) => (
    actions.inlineElsewhere(query, message))],
  ["switch_inline_query_chosen_chat", "inline", (actions, { switch_inline_query_chosen_chat: chosen }, message) => (
    actions.inlineElsewhere(chosen.query ?? "", message))],
  ["callback_game", "app", (actions) => actions.notify("Games are not played here.")],
  ["callback_data", null, (actions, spec, message, node) => actions.press(node, spec, message)],
];

/** view: {actions, message} */
export function keyboard(rows, view) {
  return h("div", { class: "keyboard", role: "group", "aria-label": "Buttons", key: "keyboard" },
    rows.map((row) => h("div", { class: "keyboard-row" }, row.map((spec) => button(spec, view)))));
}

function button(spec, { actions, message }) {
  const [field, mark, press] = KINDS.find(([name]) => name in spec) ?? [];
  const common = { class: `key ${STYLES.has(spec.style) ? spec.style : ""}`.trim(), "data-testid": "button" };
  const label = [h("span", { dir: "auto" }, spec.text), mark ? icon(mark) : null];
  if (field === "url") return urlButton(spec, common, label, actions);
  const onclick = press ? (event) => press(actions, spec, message, event.currentTarget) : null;
  const title = spec.copy_text ? `Copy: ${spec.copy_text.text}` : spec.text;
  return h("button", { ...common, type: "button", title, onclick, disabled: !press || Boolean(spec.disabled) }, label);
}

function urlButton(spec, common, label, actions) {
  const props = { ...common, href: safeUrl(spec.url), title: spec.url, onclick: pressOf(spec.url, actions) };
  return h("a", { ...props, target: "_blank", rel: "noopener noreferrer" }, label);
}
