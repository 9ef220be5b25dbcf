/** What the page knows of the sandbox; parts of the page subscribe to its events. */

import { setClock } from "./clock.js";

const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);
/** Parts of the state that arrive whole, in it and in an event of the same name. */
const WHOLE = { faults: [], limits: {}, payments: [], recording: {} };

export class World {
  seq = 0;
  bots = [];
  people = [];
  chains = {};
  clock = { now: 0, offset: 0 };
  chats = new Map();
  #listeners = new Map();

  constructor() {
    Object.assign(this, WHOLE);
  }

  /** Returns what ends the subscription. */
  on(type, listener) {
    const others = () => (this.#listeners.get(type) ?? []).filter((one) => one !== listener);
    this.#listeners.set(type, [...others(), listener]);
    return () => this.#listeners.set(type, others());
  }

  emit(type, event) {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }

  /** Takes a whole state, as read from the server; what is the same keeps its identity. */
  load(state) {
    Object.assign(this, { seq: state.seq, bots: state.bots, people: state.people, chains: state.chains });
    for (const name of Object.keys(WHOLE)) this[name] = state[name] ?? WHOLE[name];
    const before = this.chats;
    this.chats = new Map(Object.entries(state.chats).map(([key, chat]) => [key, kept(before.get(key), chat)]));
    this.#setClock(state.clock);
    this.emit("load", state);
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
    this.people = placed(this.people, person);
    this.emit("person", { person });
  }

  /** The first bot, the one a person without a choice writes to. */
  get bot() {
    return this.bots[0] ?? { first_name: "Bot", commands: [] };
  }

  botById(id) {
    return this.bots.find((bot) => bot.id === id);
  }

  botNamed(username) {
    return this.bots.find((bot) => bot.username?.toLowerCase() === username?.toLowerCase());
  }

  person(id) {
    return this.people.find((person) => person.id === id);
  }

  nameOf(id) {
    return (this.person(id) ?? this.botById(id))?.first_name ?? String(id);
  }

  messages(key) {
    return this.chats.get(String(key))?.messages ?? [];
  }

  privateKey(personId, botId) {
    return botId === this.bot.id ? String(personId) : `${botId}:${personId}`;
  }

  /** Every chat a person has on their screen: one with each bot, begun or not, and their groups. */
  chatsOf(personId) {
    const own = this.bots.map(({ id }) => this.#privateChat(personId, id));
    return [...own, ...[...this.chats.values()].filter((chat) => isMember(chat, personId))];
  }

  chat(key, personId) {
    return this.chatsOf(personId).find((chat) => chat.key === key);
  }

  unread(chat, personId) {
    return chat.unread_by?.[personId] ?? 0;
  }

  #privateChat(personId, botId) {
    const key = this.privateKey(personId, botId);
    return this.chats.get(key) ?? { ...EMPTY, key, id: personId, bot_id: botId, person_id: personId };
  }

  #changes = {
    message: (event) => this.#setChat(event, (chat) => arrived(chat, event.message)),
    edit: (event) => this.#setMessages(event, (list) => replaced(list, event.message)),
    delete: (event) => this.#setMessages(event, (list) => without(list, event.message_id)),
    chat: (event) => this.#setChat(event, () => event.info),
    unread: (event) => this.#setChat(event, (chat) => (
      { unread_by: { ...chat.unread_by, [event.person_id]: event.unread } })),
    reaction: (event) => this.#setChat(event, (chat) => (
      { reactions: { ...chat.reactions, [event.message_id]: event.reactions } })),
    person: (event) => (this.people = placed(this.people, event.person)),
    bot: (event) => (this.bots = placed(this.bots, event.bot)),
    clock: (event) => this.#setClock(event),
    chain: (event) => Object.assign(this.chains, { [event.chain]: event.state }),
    faults: (event) => (this.faults = event.faults),
    limits: (event) => (this.limits = { flood: event.flood }),
    payment: (event) => (this.payments = placed(this.payments, event.payment)),
    recording: (event) => (this.recording = event.recording),
  };

  #setChat({ chat: key, chat_id: id, bot_id: botId }, change) {
    const before = this.chats.get(key) ?? { ...EMPTY, key, id, bot_id: botId, person_id: id };
    this.chats.set(key, { ...before, ...change(before) });
  }

  #setMessages(event, change) {
    this.#setChat(event, (chat) => ({ messages: change(chat.messages) }));
  }

  #setClock({ now, offset }) {
    this.clock = { now, offset };
    setClock(now);
  }
}

/** A private chat that nobody has begun. */
const EMPTY = {
  type: "private",
  messages: [],
  reactions: {},
  pinned: [],
  topics: [],
  unread_by: {},
  commands: [],
  reply_markup: null,
};

function isMember({ type, members }, personId) {
  if (type === "private") return false;
  return members.some(({ user, status }) => user.id === personId && PRESENT.has(status));
}

function arrived(chat, message) {
  const readers = Object.keys(chat.unread_by ?? {}).filter((id) => Number(id) !== message.from?.id);
  const counts = readers.map((id) => [id, chat.unread_by[id] + 1]);
  const own = chat.type === "private" && message.from?.id !== chat.person_id;
  const first = own ? { [chat.person_id]: (chat.unread_by?.[chat.person_id] ?? 0) + 1 } : {};
  return { messages: [...chat.messages, message], unread_by: { ...chat.unread_by, ...first, ...Object.fromEntries(counts) } };
}

function placed(list, item) {
  const known = list.some(({ id }) => id === item.id);
  return known ? list.map((one) => (one.id === item.id ? item : one)) : [...list, item];
}

function replaced(list, message) {
  return list.map((one) => (one.message_id === message.message_id ? message : one));
}

function without(list, messageId) {
  return list.filter((one) => one.message_id !== messageId);
}

/** The chat as it is now, with the very message objects that did not change. */
function kept(before, chat) {
  if (!before) return chat;
  const known = new Map(before.messages.map((message) => [message.message_id, message]));
  const same = (message) => JSON.stringify(known.get(message.message_id)) === JSON.stringify(message);
  return { ...chat, messages: chat.messages.map((one) => (same(one) ? known.get(one.message_id) : one)) };
}
