/** Where a person writes: text, a photo or a file, and the bot's commands. */

import { dismissible, el, part } from "./dom.js";

export class Composer {
  #commands = [];
  #drafts = new Map();

  /** send(content) -> Promise<bool>: whether the content was taken. */
  constructor(root, send) {
    this.send = send;
    this.form = part(root, "composer");
    this.input = part(root, "input");
    this.menu = part(root, "command-list");
    this.menuButton = part(root, "command-button");
    this.attachments = part(root, "attachments");
    this.#listen();
  }

  /** Another person writes now; what the last one began is kept for them. */
  open(personId) {
    this.#drafts.set(this.personId, this.input.value);
    this.personId = personId;
    this.#write(this.#drafts.get(personId) ?? "");
  }

  setCommands(commands) {
    this.#commands = commands;
    this.menuButton.hidden = commands.length === 0;
  }

  #listen() {
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("input", () => this.#typed());
    this.menuButton.addEventListener("click", () => this.#toggle(this.menu.hidden, ""));
    dismissible(this.form, () => this.#closeAll());
    this.menu.addEventListener("keydown", (event) => this.#move(event));
    const attach = part(this.form, "attach");
    attach.addEventListener("click", () => (this.attachments.hidden = !this.attachments.hidden));
    part(this.form, "photo").addEventListener("click", () => this.#attach({ photo: true }));
    part(this.form, "document").addEventListener("click", () => this.#attach({ document: true }));
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit(event);
    if (event.key === "ArrowDown" && !this.menu.hidden) this.#move(event);
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.#write("");
    if (!(await this.send({ text })) && !this.input.value) this.#write(text);
  }

  async #attach(content) {
    this.#closeAll();
    const caption = this.input.value.trim();
    const taken = await this.send(caption && content.photo ? { ...content, caption } : content);
    if (taken && content.photo) this.#write("");
    this.input.focus();
  }

  #write(text) {
    this.input.value = text;
    this.#typed();
  }

  #typed() {
    const text = this.input.value;
    this.form.classList.toggle("has-text", text.trim() !== "");
    this.#toggle(/^\/\w*$/.test(text), text.slice(1));
  }

  #toggle(open, prefix) {
    const matching = this.#commands.filter(({ command }) => command.startsWith(prefix));
    this.menu.replaceChildren(...matching.map((command) => this.#item(command)));
    this.menu.hidden = !open || matching.length === 0;
    this.menuButton.setAttribute("aria-expanded", String(!this.menu.hidden));
  }

  #item({ command, description }) {
    const props = { type: "button", role: "menuitem", onclick: () => this.#pick(command) };
    return el("button", props, el("b", {}, `/${command}`), el("span", {}, description));
  }

  #pick(command) {
    this.#write("");
    this.#closeAll();
    this.input.focus();
    this.send({ text: `/${command}` });
  }

  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...this.menu.children];
    const next = items.indexOf(document.activeElement) + step;
    (items[next] ?? this.input).focus();
  }

  #closeAll() {
    this.menu.hidden = true;
    this.attachments.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
  }
}
