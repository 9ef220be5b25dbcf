/** Puts the page together: the world, two chats, the panel. */

import { Callbacks } from "./callbacks.js";
import { everySecond } from "./clock.js";
import { Column } from "./column.js";
import { part } from "./dom.js";
import { openLinkOfPage } from "./deep-link.js";
import { refreshMoments } from "./entities.js";
import { follow } from "./live.js";
import { recall, remember } from "./memory.js";
import { complain } from "./notices.js";
import { Panels } from "./panels.js";
import { Tabs } from "./tabs.js";
import { World } from "./world.js";

const ROLES = ["customer", "admin"];

class App {
  constructor(world) {
    this.world = world;
    this.frame = part(document, "frame");
    this.tabs = new Tabs(part(document, "tabs"), this.frame);
    const callbacks = new Callbacks(world);
    this.columns = ROLES.map((_, slot) => new Column(world, callbacks, (id) => this.show(slot, id)));
    part(document, "chats").append(...this.columns.map(({ root }) => root));
    this.panels = this.#setUpPanels();
    this.#follow();
  }

  /** Shows a person in a column; whoever is on screen already changes places. */
  show(slot, personId) {
    const other = this.columns[1 - slot];
    const before = this.columns[slot].personId;
    if (other.personId === personId && before) this.#place(1 - slot, before);
    this.#place(slot, personId);
    this.panels.refresh();
  }

  #place(slot, personId) {
    this.columns[slot].show(personId);
    remember(`column.${slot}`, String(personId));
    this.tabs.label(String(slot), this.world.person(personId)?.first_name ?? "");
  }

  #setUpPanels() {
    return new Panels(this.world, {
      customers: () => this.#customers(),
      onScreen: () => this.columns.map(({ personId }) => personId),
      show: (slot, id) => this.show(slot, id),
      added: (person) => this.#added(person),
      complain: complain(part(document, "page-toasts")),
    });
  }

  #follow() {
    const { world } = this;
    world.on("load", () => this.#loaded());
    world.on("message", ({ chat, message }) => this.#news(chat, message));
    world.on("online", () => this.#setOffline(false));
    world.on("offline", () => this.#setOffline(true));
    world.on("clock", () => this.#tick());
    everySecond(() => this.#tick());
  }

  #tick() {
    refreshMoments(this.frame);
    for (const { messages } of this.columns) messages.refreshDays();
  }

  #loaded() {
    document.title = `${this.world.bot.first_name} · sandbox`;
    for (const slot of this.columns.keys()) this.#restore(slot);
    this.frame.hidden = false;
    openLinkOfPage(this.columns[0]);
    this.panels.refresh();
  }

  #restore(slot) {
    const column = this.columns[slot];
    if (this.world.person(column.personId)) column.reconcile();
    else this.#place(slot, this.#firstChoice(slot));
  }

  /** Whom this reader looked at last, or the first person of the column's role. */
  #firstChoice(slot) {
    const { people } = this.world;
    const taken = this.columns[1 - slot].personId;
    const free = people.filter(({ id }) => id !== taken);
    const last = free.find(({ id }) => String(id) === recall(`column.${slot}`));
    return (last ?? free.find(({ role }) => role === ROLES[slot]) ?? free[0] ?? people[0])?.id;
  }

  #added(person) {
    this.world.meet(person);
    this.show(person.role === "admin" ? 1 : 0, person.id);
  }

  /** A dot on the tab of everybody on screen who hears of this message. */
  #news(key, message) {
    for (const [slot, { personId }] of this.columns.entries()) {
      const hears = message.from?.id !== personId && this.world.chats.has(key) && this.world.chat(key, personId);
      if (hears) this.tabs.news(String(slot));
    }
  }

  /** The chats of the customers on screen, each with its reader's name. */
  #customers() {
    const people = this.columns.map(({ personId }) => this.world.person(personId));
    const customers = people.filter((person) => person && person.role !== "admin");
    const chatsOf = ({ id, first_name: name }) =>
      this.world.chatsOf(id).map(({ key, messages }) => ({ key, name, messages }));
    return customers.flatMap(chatsOf);
  }

  #setOffline(offline) {
    part(document, "banner").hidden = !offline;
  }
}

const world = new World();
new App(world);
follow(world);
