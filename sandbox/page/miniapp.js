/**
 * A Mini App in a sandboxed frame over the column.
 * https://docs.telegram-mini-apps.com/platform/apps-communication: events as JSON by postMessage.
 */

import { post } from "./api.js";
import { openCheckout } from "./checkout.js";
import { botLink, safeUrl } from "./links.js";
import { openOver } from "./overlay.js";
import { themeParams, whenThemeChanges } from "./theme-params.js";
import { h, icon, patch } from "./vdom.js";

const RIGHTS = "allow-scripts allow-forms allow-popups allow-modals";

/** how: {source, url, message_id, start_param, bot_id}; label: the text of a keyboard button. */
export async function openApp(column, how, label = "") {
  try {
    const opened = await post("webapp", { ...column.where, ...how });
    new MiniApp(column, how, label, opened);
  } catch (error) {
    column.complain(error);
  }
}

class MiniApp {
  #confirms = false;
  #buttons = {};

  constructor(column, how, label, { webapp_id: id, url }) {
    Object.assign(this, { column, how, label, id });
    this.origin = new URL(url).origin;
    this.name = column.world.nameOf(how.bot_id ?? column.chat.bot_id ?? column.world.bot.id);
    const offs = [this.#listen(), whenThemeChanges(() => this.#theme()), column.world.on("webapp", (event) => this.#heard(event))];
    const closed = () => (offs.forEach((off) => off()), post("webapp/close", { webapp_id: id }).catch(() => {}));
    this.over = openOver(column.root, this.#panel(url), { closed, mayClose: () => this.#mayClose() });
    this.frame = this.over.box.querySelector("iframe");
    new ResizeObserver(() => this.#viewport()).observe(this.frame);
  }

  /** An app of the page's own origin would not be held by a frame that shares it. */
  #panel(url) {
    const rights = this.origin === location.origin ? RIGHTS : `${RIGHTS} allow-same-origin`;
    const close = { type: "button", "aria-label": "Close the app", autofocus: true, "data-testid": "app-close" };
    const leave = () => this.#mayClose() && this.over.close();
    const back = { type: "button", class: "app-back", hidden: true, "aria-label": "Back" };
    const goBack = () => this.#tell("back_button_pressed");
    const props = { class: "app", role: "dialog", "aria-modal": "true", "aria-label": `${this.name}: Mini App` };
    return h("section", { ...props, "data-testid": "app" },
      h("header", {},
        h("button", { ...back, onclick: goBack }, icon("chevron")),
        h("b", {}, this.name),
        h("button", { ...close, onclick: leave }, icon("close"))),
      h("iframe", { src: url, sandbox: rights, title: `${this.name}: Mini App`, referrerpolicy: "no-referrer" }),
      h("footer", { hidden: true }));
  }

  #mayClose() {
    return !this.#confirms || confirm("Changes that you made may not be saved. Close the app?");
  }

  #listen() {
    const take = ({ source, data }) => source === this.frame?.contentWindow && this.#receive(data);
    addEventListener("message", take);
    return () => removeEventListener("message", take);
  }

  #receive(data) {
    const { eventType, eventData } = parsed(data);
    if (Object.hasOwn(this.#events, eventType ?? "")) this.#events[eventType](eventData ?? {});
  }

  #tell(eventType, eventData = {}) {
    this.frame.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), this.origin);
  }

  #events = {
    iframe_ready: () => (this.#theme(), this.#viewport()),
    web_app_ready: () => this.over.box.classList.add("ready"),
    web_app_request_theme: () => this.#theme(),
    web_app_request_viewport: () => this.#viewport(),
    web_app_expand: () => this.#viewport(),
    web_app_close: () => this.over.close(),
    web_app_setup_closing_behavior: ({ need_confirmation: wanted }) => (this.#confirms = Boolean(wanted)),
    web_app_setup_back_button: ({ is_visible: shown }) => (this.over.box.querySelector(".app-back").hidden = !shown),
    web_app_setup_main_button: (look) => this.#setButton("main", look),
    web_app_setup_secondary_button: (look) => this.#setButton("secondary", look),
    web_app_data_send: ({ data }) => this.#send(data),
    web_app_open_link: ({ url }) => safeUrl(url) && window.open(safeUrl(url), "_blank", "noopener"),
    web_app_open_tg_link: ({ path_full: path }) => this.#follow(`https://t.me${path}`),
    web_app_open_invoice: ({ slug }) => this.#invoice(slug),
    web_app_open_popup: (popup) => this.#popup(popup),
    web_app_switch_inline_query: ({ query }) => this.#switchInline(query),
  };

  #heard({ webapp_id: id, state }) {
    if (id === this.id && state !== "open") this.over.close();
  }

  #theme() {
    this.#tell("theme_changed", { theme_params: themeParams() });
  }

  #viewport() {
    const { clientWidth: width, clientHeight: height } = this.frame;
    this.#tell("viewport_changed", { width, height, is_expanded: true, is_state_stable: true });
  }

  #setButton(which, look) {
    this.#buttons = { ...this.#buttons, [which]: { ...this.#buttons[which], ...look } };
    const foot = this.over.box.querySelector("footer");
    const shown = ["secondary", "main"].filter((name) => this.#buttons[name]?.is_visible);
    foot.hidden = shown.length === 0;
    patch(foot, shown.map((name) => this.#button(name)));
  }

  #button(name) {
    const { text, is_active: isActive = true, is_progress_visible: isBusy, color, text_color: ink } = this.#buttons[name];
    const onclick = () => this.#tell(`${name}_button_pressed`);
    const ref = (node) => Object.assign(node.style, { background: color ?? "", color: ink ?? "" });
    const key = `${name} ${color} ${ink}`;
    const props = { type: "button", key, ref, onclick, disabled: !isActive || isBusy, "data-testid": `app-${name}` };
    const wait = isBusy ? h("i", { class: "spinner" }) : null;
    return h("button", { ...props, class: name === "main" ? "primary" : null }, wait, text);
  }

  /** sendData of an app that a keyboard button opened; the app closes, as at Telegram. */
  async #send(data) {
    const sent = await this.column.actions.run(post("webapp/data", { from: this.column.personId, webapp_id: this.id, data }));
    if (sent) this.over.close();
  }

  #switchInline(query) {
    this.over.close();
    this.column.actions.inlineHere(query, { from: { id: this.how.bot_id ?? this.column.chat.bot_id } });
  }

  #follow(address) {
    const bot = botLink(address);
    this.over.close();
    if (bot) this.column.actions.openBot(bot);
  }

  #invoice(slug) {
    openCheckout(this.column, { slug }, (status) => this.#tell("invoice_closed", { slug, status }));
  }

  #popup({ title, message, buttons = [{ id: "", type: "close" }] }) {
    let pressed = "";
    const words = { ok: "OK", close: "Close", cancel: "Cancel" };
    const look = (type, index) => ({ autofocus: index === 0, class: type === "destructive" ? "danger" : null });
    const press = (id) => () => ((pressed = id), opened.close());
    const all = buttons.map(({ id, type, text }, index) => (
      h("button", { type: "button", ...look(type, index), onclick: press(id) }, text || words[type] || "OK")));
    const props = { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": title || "Message from the app" };
    const head = title ? h("b", {}, title) : null;
    const foot = h("div", { class: "alert-buttons" }, all);
    const box = h("div", props, h("div", { class: "alert-box" }, head, h("p", {}, message), foot));
    const opened = openOver(this.column.root, box, { closed: () => this.#tell("popup_closed", pressed ? { button_id: pressed } : {}) });
  }
}

function parsed(data) {
  try {
    return typeof data === "string" ? JSON.parse(data) ?? {} : data ?? {};
  } catch {
    return {};
  }
}
