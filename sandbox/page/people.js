/** People: their avatars, the choice of a person, and adding one. */

import { post } from "./api.js";
import { dismissible, el, part, setText } from "./dom.js";

const SPREAD = 2654435761;

/** Initials on a colour that stays with the person. */
export function paintAvatar(node, { id, first_name: first, last_name: last }) {
  setText(node, [first, last].map((name) => [...(name ?? "")][0] ?? "").join("").toUpperCase());
  node.dataset.hue = String(Math.imul(id ?? 0, SPREAD) >>> 29);
}

export function fillPeople(select, people, chosenId) {
  const options = people.map((person) => el("option", { value: person.id }, title(person)));
  if (listed(options) !== listed([...select.options])) select.replaceChildren(...options);
  select.value = String(chosenId);
}

function listed(options) {
  return JSON.stringify(options.map(({ value, text }) => [value, text]));
}

export function title({ first_name: first, last_name: last }) {
  return [first, last].filter(Boolean).join(" ");
}

/** What a person can set in their own Telegram: language, and blocking the bot of the open chat. */
export class PersonMenu {
  /** chat(): the chat that is open. */
  constructor(root, complain, chat) {
    Object.assign(this, { complain, chat });
    this.menu = part(root, "menu");
    this.language = part(root, "language");
    this.block = part(root, "block");
    this.language.append(...languageOptions());
    this.language.addEventListener("change", () => this.#set({ language_code: this.language.value }));
    this.block.addEventListener("click", () => this.#toggle(this.chat()));
    dismissible(this.menu, () => (this.menu.open = false));
  }

  show(person) {
    const { type, blocked } = this.chat();
    this.person = person;
    this.language.value = person.language_code ?? "en";
    this.block.hidden = type !== "private";
    setText(this.block, blocked ? "Unblock the bot" : "Block the bot");
  }

  #toggle({ blocked, bot_id }) {
    this.#set({ blocked: !blocked, bot_id });
  }

  #set(change) {
    this.menu.open = false;
    post(`people/${this.person.id}`, change).catch(this.complain);
  }
}

export function languageOptions() {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const codes = ["en", "de", "es", "fr", "it", "pl", "pt", "ru", "tr", "uk", "zh"];
  return codes.map((code) => el("option", { value: code }, names.of(code)));
}

export function roleOptions() {
  const words = { customer: "customer", admin: "admin, if ADMIN_IDS names the id" };
  return ["customer", "admin"].map((role) => el("option", { value: role }, words[role]));
}
