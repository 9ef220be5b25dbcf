/** The keyboard below the composer, which a bot shows until it takes it away. */

import { part, setText } from "./dom.js";
import { h, icon, patch } from "./vdom.js";

const STYLES = new Set(["success", "danger", "primary"]);
/** What a special button does: [field, mark, press(actions, spec)]. */
const KINDS = [
  ["request_contact", "person", (actions) => actions.deliver({ contact: true })],
  ["request_location", "place", (actions) => actions.deliver({ location: { latitude: 52.52, longitude: 13.405 } })],
  ["request_users", "person", (actions, spec) => actions.pickUsers(spec.request_users)],
  ["request_chat", "group", (actions, spec) => actions.pickChat(spec.request_chat)],
  ["web_app", "app", (actions, spec) => actions.openApp("keyboard", spec.web_app.url, null, spec.text)],
  ["request_poll", "menu", (actions) => actions.notify("Polls cannot be sent from here.")],
];

export class ReplyKeyboard {
  #markup = null;
  #hidden = false;

  /** actions: {type(text), deliver(content), pickUsers, pickChat, openApp, notify} */
  constructor(root, actions) {
    this.root = part(root, "reply-keyboard");
    this.toggle = part(root, "keyboard-toggle");
    this.input = part(root, "input");
    this.actions = actions;
    this.toggle.addEventListener("click", () => this.#setHidden(!this.#hidden));
  }

  /** markup: a chat's `reply_markup`, or null; me: whose screen this is. */
  show(markup, me) {
    const shown = markup && (!markup.for || markup.for.includes(me)) ? markup : null;
    const key = JSON.stringify(shown);
    if (key === this.key) return;
    this.key = key;
    this.#markup = shown;
    this.#hidden = false;
    this.#draw();
  }

  get placeholder() {
    return this.#markup?.input_field_placeholder ?? "";
  }

  #draw() {
    const rows = this.#markup?.keyboard ?? [];
    patch(this.root, rows.map((row) => h("div", { class: "keyboard-row" }, row.map((spec) => this.#button(spec)))));
    this.root.classList.toggle("tall", rows.length > 0 && !this.#markup.resize_keyboard);
    this.toggle.hidden = rows.length === 0;
    this.#setHidden(this.#hidden);
  }

  #button(given) {
    const spec = typeof given === "string" ? { text: given } : given;
    const [, mark, press] = KINDS.find(([name]) => name in spec) ?? [];
    const onclick = () => this.#press(spec, press);
    const style = STYLES.has(spec.style) ? spec.style : "";
    const props = { type: "button", class: `key ${style}`.trim(), onclick, "data-testid": "reply-key" };
    return h("button", props, h("span", { dir: "auto" }, spec.text), mark ? icon(mark) : null);
  }

  #press(spec, press) {
    if (press) press(this.actions, spec);
    else this.actions.type(spec.text);
    if (this.#markup?.one_time_keyboard) this.#setHidden(true);
  }

  #setHidden(hidden) {
    this.#hidden = hidden;
    this.root.hidden = hidden || !this.#markup?.keyboard;
    this.toggle.setAttribute("aria-expanded", String(!this.root.hidden));
    setText(part(this.toggle, "words"), this.root.hidden ? "Show the keyboard" : "Hide the keyboard");
  }
}
