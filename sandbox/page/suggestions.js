/** The list of commands above the composer; the keyboard stays in the field while one is chosen. */

import { h, patch } from "./vdom.js";

let lists = 0;

export class Suggestions {
  #shown = [];
  #chosen = 0;

  constructor(root, input, pick) {
    Object.assign(this, { root, input, pick });
    lists += 1;
    root.id = `suggestions-${lists}`;
    input.setAttribute("aria-controls", root.id);
    root.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  show(commands) {
    this.#shown = commands;
    this.#chosen = 0;
    this.root.hidden = commands.length === 0;
    this.#draw();
  }

  close() {
    if (this.isOpen) this.show([]);
  }

  /** True when the list took the key. */
  key(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#move(step);
    else if (event.key === "Escape") this.close();
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.#take(this.#shown[this.#chosen]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #move(step) {
    const count = this.#shown.length;
    this.#chosen = (this.#chosen + step + count) % count;
    this.#draw();
    this.root.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }

  #take(command) {
    this.close();
    this.pick(command);
  }

  #draw() {
    patch(this.root, this.#shown.map((one, index) => this.#option(one, index)));
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) this.input.setAttribute("aria-activedescendant", `${this.root.id}-${this.#chosen}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #option(one, index) {
    const props = { role: "option", id: `${this.root.id}-${index}`, "aria-selected": String(index === this.#chosen) };
    const name = `/${one.command}${one.bot ? `@${one.bot}` : ""}`;
    return h("div", { ...props, onclick: () => this.#take(one) }, h("b", {}, name), h("span", { dir: "auto" }, one.description));
  }
}
