/** Inline mode: "@bot words" in the composer asks that bot, and its answers can be sent. */

import { fileUrl, post } from "./api.js";
import { safeUrl } from "./links.js";
import { part } from "./dom.js";
import { h, icon, patch } from "./vdom.js";

const QUERY = /^@(\w{3,32})\s(.*)$/s;
const PAUSE = 300;

export class Inline {
  #timer = 0;
  #asked = null;
  #answer = null;
  #results = [];
  #chosen = 0;

  constructor(root, column) {
    this.column = column;
    this.root = part(root, "inline-list");
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    this.root.addEventListener("scroll", () => this.#more());
    column.world.on("inline", (event) => this.#heard(event));
  }

  /** What stands in the composer now. */
  typed(text) {
    clearTimeout(this.#timer);
    const [, username, query] = QUERY.exec(text) ?? [];
    const bot = username ? this.column.world.botNamed(username) : null;
    if (!bot?.supports_inline_queries) return this.close();
    this.column.composer?.setPlaceholder(bot.inline_placeholder);
    this.#timer = setTimeout(() => this.#ask(bot, query), PAUSE);
  }

  close() {
    this.#asked = this.#answer = null;
    this.#results = [];
    this.#draw();
  }

  /** True when the list took the key. */
  key(event) {
    if (this.root.hidden || !this.#results.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#move(step);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey) this.#choose(this.#results[this.#chosen]);
    else return false;
    event.preventDefault();
    return true;
  }

  async #ask(bot, query, offset = "") {
    try {
      const asked = { ...this.column.where, bot_id: bot.id, query, offset };
      const { inline_query_id: id } = await post("inline", asked);
      this.#asked = { id, bot, query, offset };
      if (this.early?.inline_query_id === id) this.#heard(this.early);
    } catch (error) {
      this.column.complain(error);
    }
  }

  /** The answer may be faster than the answer to our own request. */
  #heard(event) {
    this.early = event;
    if (event.inline_query_id !== this.#asked?.id) return;
    this.#results = this.#asked.offset ? [...this.#results, ...event.results] : event.results;
    this.#chosen = this.#asked.offset ? this.#chosen : 0;
    this.#answer = event;
    this.#draw();
  }

  #more() {
    const { scrollHeight, scrollTop, clientHeight } = this.root;
    const next = this.#answer?.next_offset;
    if (!next || scrollHeight - scrollTop - clientHeight > 60) return;
    this.#answer = { ...this.#answer, next_offset: "" };
    this.#ask(this.#asked.bot, this.#asked.query, next);
  }

  #move(step) {
    const count = this.#results.length;
    this.#chosen = (this.#chosen + step + count) % count;
    this.#draw();
    this.root.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }

  async #choose({ id }) {
    const { place, actions, composer } = this.column;
    const chosen = { ...place, inline_query_id: this.#answer.inline_query_id, result_id: id };
    if (await actions.run(post("inline/choose", chosen))) composer.begin("");
  }

  #draw() {
    this.root.hidden = !this.#answer;
    const { button } = this.#answer ?? {};
    const none = this.#answer && !this.#results.length ? h("p", { class: "faint" }, "Nothing found") : null;
    const rows = this.#results.map((result, index) => this.#row(result, index));
    patch(this.root, [button ? this.#button(button) : null, ...rows, none].filter(Boolean));
  }

  #button({ text, web_app: app, start_parameter: start }) {
    const { bot } = this.#asked;
    const { actions, world, personId } = this.column;
    const onclick = () => {
      if (app) actions.openApp("inline", app.url);
      else this.column.offerStart(world.privateKey(personId, bot.id), start);
    };
    return h("button", { type: "button", class: "inline-button", key: "button", onclick }, text);
  }

  #row(result, index) {
    const props = { role: "option", class: "inline-row", "aria-selected": String(index === this.#chosen), "data-testid": "inline-result" };
    return h("div", { ...props, key: result.id, onclick: () => this.#choose(result) }, picture(result),
      h("span", {}, h("b", { dir: "auto" }, result.title ?? result.type), h("small", { dir: "auto" }, result.description ?? "")));
  }
}

/** A picture of the sandbox's own files; those of the network are not fetched. */
function picture(result) {
  const id = result.photo_file_id ?? result.gif_file_id ?? result.sticker_file_id;
  if (id) return h("img", { src: fileUrl(id), alt: "" });
  const letter = [...(result.title ?? "")][0];
  const isLink = safeUrl(result.url ?? "");
  return h("span", { class: "attached-icon", "aria-hidden": "true" }, isLink ? icon("open") : letter?.toUpperCase() ?? icon("file"));
}
