/** One person's chat with the bot. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { cloneTemplate, part, setText } from "./dom.js";
import { MessageList } from "./messages.js";
import { alertOver, complain, copy, toast } from "./notices.js";
import { fillPeople, paintAvatar, PersonMenu } from "./people.js";

const ACTIONS = { typing: "typing", upload_photo: "sending a photo", upload_document: "sending a file" };
const ACTION_LASTS = 5000;

export class Column {
  #actionTimer = 0;

  /** choose(id): a person was picked in this column's header. */
  constructor(world, callbacks, choose) {
    this.world = world;
    this.callbacks = callbacks;
    this.root = cloneTemplate("column");
    this.toasts = part(this.root, "toasts");
    this.complain = complain(this.toasts);
    this.messages = new MessageList(this.root, this.#messageActions());
    this.composer = new Composer(this.root, (content) => this.#send(content));
    this.menu = new PersonMenu(this.root, this.complain);
    part(this.root, "person").addEventListener("change", ({ target }) => choose(Number(target.value)));
    part(this.root, "start").addEventListener("click", () => this.#send({ text: "/start" }));
    this.#follow();
  }

  show(personId) {
    this.personId = personId;
    this.root.dataset.testid = `column-${personId}`;
    this.messages.open(personId, this.world.messages(personId));
    this.composer.open(personId);
    this.#showAction(null);
    this.refresh();
  }

  /** After a reload of the world. */
  reconcile() {
    this.messages.reconcile(this.world.messages(this.personId));
    this.refresh();
  }

  refresh() {
    const person = this.world.person(this.personId);
    if (!person) return;
    this.root.setAttribute("aria-label", `Chat of ${person.first_name}`);
    this.root.dataset.role = person.role;
    setText(part(this.root, "bot-name"), this.world.bot.first_name);
    paintAvatar(part(this.root, "bot-avatar"), this.world.bot);
    paintAvatar(part(this.root, "avatar"), person);
    setText(part(this.root, "role"), person.role);
    fillPeople(part(this.root, "person"), this.world.people, person.id);
    this.menu.show(person);
    this.composer.setCommands(this.world.bot.commands ?? []);
    this.#refreshFoot(person);
  }

  #follow() {
    const mine = (id, handle) => (event) => id(event) === this.personId && handle(event);
    const inChat = (handle) => mine((event) => event.chat_id, handle);
    const { world, messages } = this;
    world.on("message", inChat((event) => this.#add(event.message)));
    world.on("edit", inChat((event) => messages.edit(event.message)));
    world.on("delete", inChat((event) => this.#remove(event.message_id)));
    world.on("action", inChat((event) => this.#showAction(event.action)));
    world.on("answer", mine((event) => event.user_id, (event) => this.#answered(event)));
    world.on("person", () => this.refresh());
    world.on("commands", () => this.refresh());
  }

  #messageActions() {
    return {
      send: (text) => this.#send({ text }),
      copy: (text) => copy(this.toasts, this.root, text),
      press: (button, spec, message) => this.#press(button, spec, message),
    };
  }

  #add(message) {
    this.messages.add(message);
    if (message.from?.id !== this.personId) this.#showAction(null);
    this.refresh();
  }

  #remove(messageId) {
    this.messages.remove(messageId);
    this.refresh();
  }

  #refreshFoot(person) {
    const state = person.blocked ? "blocked" : this.messages.isEmpty ? "empty" : "open";
    this.root.dataset.state = state;
    const article = /^[aeiou]/.test(person.role) ? "an" : "a";
    setText(part(this.root, "greeting"), `You are ${person.first_name}, ${article} ${person.role}`);
  }

  /** True when the message was taken. */
  async #send(content) {
    try {
      await api.send(this.personId, content);
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  async #press(button, spec, message) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const query = await api.press(this.personId, message.message_id, spec.callback_data);
      await this.callbacks.wait(query.callback_query_id);
    } catch (error) {
      this.complain(error);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  #answered({ text, show_alert: isAlert, url }) {
    if (isAlert || url) alertOver(this.root, this.world.bot.first_name, text ?? "", url);
    else if (text) toast(this.toasts, text);
  }

  #showAction(action) {
    clearTimeout(this.#actionTimer);
    const status = part(this.root, "status");
    status.classList.toggle("busy", Boolean(action));
    setText(status, action ? (ACTIONS[action] ?? "busy") : "bot");
    if (action) this.#actionTimer = setTimeout(() => this.#showAction(null), ACTION_LASTS);
  }
}
