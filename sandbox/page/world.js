/** What the page knows of the sandbox; parts of the page subscribe to its events. */

import { setClock } from "./clock.js";

export class World {
  seq = 0;
  bot = { first_name: "Bot", commands: [] };
  people = [];
  chains = {};
  clock = { now: 0, offset: 0 };
  #chats = new Map();
  #listeners = new Map();

  on(type, listener) {
    const known = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, [...known, listener]);
  }

  emit(type, event) {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }

  /** Takes a whole state, as read from the server. */
  load(state) {
    Object.assign(this, { seq: state.seq, bot: state.bot, people: state.people });
    this.chains = state.chains ?? {};
    this.#chats = new Map(Object.entries(state.chats).map(([id, chat]) => [id, chat.messages]));
    this.#setClock(state.clock);
    this.emit("load");
  }

  /** Takes one event of the stream; an event that is part of the state already is ignored. */
  apply(event) {
    if (event.seq <= this.seq) return;
    this.seq = event.seq;
    this.#changes[event.type]?.(event);
    this.emit(event.type, event);
  }

  /** Takes a person from an answer, which may be faster than the stream. */
  meet(person) {
    this.#setPerson(person);
    this.emit("person");
  }

  messages(chatId) {
    return this.#chats.get(String(chatId)) ?? [];
  }

  person(id) {
    return this.people.find((person) => person.id === id);
  }

  #changes = {
    message: (event) => this.#setMessages(event, (list) => [...list, event.message]),
    edit: (event) => this.#setMessages(event, (list) => replace(list, event.message)),
    delete: (event) => this.#setMessages(event, (list) => without(list, event.message_id)),
    person: (event) => this.#setPerson(event.person),
    commands: (event) => Object.assign(this.bot, { commands: event.commands }),
    clock: (event) => this.#setClock(event),
    chain: (event) => Object.assign(this.chains, { [event.chain]: event.state }),
  };

  #setMessages(event, change) {
    this.#chats.set(String(event.chat_id), change(this.messages(event.chat_id)));
  }

  #setPerson(person) {
    const known = this.people.some(({ id }) => id === person.id);
    this.people = known
      ? this.people.map((one) => (one.id === person.id ? person : one))
      : [...this.people, person];
  }

  #setClock({ now, offset }) {
    this.clock = { now, offset };
    setClock(now);
  }
}

function replace(list, message) {
  return list.map((one) => (one.message_id === message.message_id ? message : one));
}

function without(list, messageId) {
  return list.filter((one) => one.message_id !== messageId);
}
