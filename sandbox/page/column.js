/** One person's screen: their chats, one of them open, and what they write there. */

import { post } from "./api.js";
import { chatActions } from "./actions.js";
import { Composer } from "./composer.js";
import { cloneTemplate, part, setText } from "./dom.js";
import { ColumnHead } from "./head.js";
import { Inline } from "./inline.js";
import { MessageList } from "./messages.js";
import { alertOver, complain, toast } from "./notices.js";
import { PersonMenu } from "./people.js";
import { ReplyKeyboard } from "./reply-keyboard.js";
import { ChatStrip, GENERAL, PinBar, TopicStrip, topicOf } from "./strips.js";

const DRAWN_FOR = ["message", "edit", "delete", "chat", "reaction", "unread", "payment", "person", "bot", "commands"];

export class Column {
  #keys = new Map();
  #topics = new Map();
  #fresh = new Set();
  #forced = new Set();
  #opened = "";
  #scheduled = false;
  #reading = false;

  /** choose(id): a person was picked in this column's header. */
  constructor(world, callbacks, choose) {
    this.world = world;
    this.callbacks = callbacks;
    this.root = cloneTemplate("column");
    this.toasts = part(this.root, "toasts");
    this.complain = complain(this.toasts);
    this.actions = chatActions(this);
    this.head = new ColumnHead(this.root, world, choose);
    this.messages = new MessageList(this.root, () => this.#read());
    this.composer = new Composer(this.root, this.#composerActions());
    this.inline = new Inline(this.root, this);
    this.replyKeyboard = new ReplyKeyboard(this.root, this.actions);
    this.menu = new PersonMenu(this.root, this.complain, () => this.chat);
    this.chats = new ChatStrip(this.root, (key) => this.openChat(key));
    this.topics = new TopicStrip(this.root, (topic) => this.openTopic(topic));
    this.pins = new PinBar(this.root, (id) => this.actions.jump(id));
    part(this.root, "start").addEventListener("click", () => this.#start());
    part(this.root, "unblock").addEventListener("click", () => this.#unblock());
    this.#follow();
  }

  get chat() {
    return this.world.chat(this.#keys.get(this.personId), this.personId) ?? this.world.chatsOf(this.personId)[0];
  }

  /** Where this person writes, as the control protocol wants it. */
  get place() {
    const topic = this.#topic();
    const thread = this.chat.is_forum && topic !== GENERAL ? { topic } : {};
    return { ...this.where, ...thread };
  }

  /** Without a chat it is the one with the first bot, and a recording reads the simpler for it. */
  get where() {
    const { key } = this.chat;
    const from = { from: this.personId };
    return key === String(this.personId) ? from : { ...from, chat: key };
  }

  show(personId) {
    this.personId = personId;
    this.root.dataset.testid = `column-${personId}`;
    this.#open();
  }

  openChat(key) {
    this.#keys.set(this.personId, key);
    this.#open();
  }

  openTopic(topic) {
    this.#topics.set(this.chat.key, topic);
    this.#fresh.delete(`${this.chat.key}/${topic}`);
    this.#open();
  }

  /** A deep link waits for the person's press on Start. */
  offerStart(key, payload) {
    this.pending = { key, payload };
    this.openChat(key);
  }

  /** After a reload of the world. */
  reconcile() {
    this.draw();
  }

  draw() {
    this.#scheduled = false;
    const person = this.world.person(this.personId);
    if (!person) return;
    if (this.#opened !== this.#spot()) this.#open();
    this.#drawAround(person);
    this.messages.show(this.#shown(), this.#view());
    this.#read();
  }

  /** Person, chat and topic; it changes by itself when a member is removed or a topic deleted. */
  #spot() {
    return `${this.personId}/${this.chat.key}/${this.#topic()}`;
  }

  #open() {
    this.#opened = this.#spot();
    const unread = this.world.unread(this.chat, this.personId);
    this.messages.open(this.#shown(), this.#view(), this.#firstUnread(unread));
    this.composer.open(this.#opened);
    this.inline.close();
    this.head.showAction(null);
    this.draw();
  }

  #drawAround(person) {
    const { chat, world } = this;
    this.root.setAttribute("aria-label", `Chat of ${person.first_name}`);
    this.root.dataset.role = person.role;
    this.head.show(person, chat);
    this.menu.show(person);
    this.chats.show(world.chatsOf(this.personId), chat, this.personId, world);
    this.topics.show(chat, this.#topic(), this.#freshTopics());
    this.pins.show(chat, this.#shown());
    this.messages.count(world.unread(chat, this.personId));
    this.#drawFoot(person);
  }

  #drawFoot(person) {
    const { chat } = this;
    this.replyKeyboard.show(chat.reply_markup, this.personId);
    this.composer.offer(this.#commands(), chat.menu_button);
    this.composer.setPlaceholder(this.replyKeyboard.placeholder);
    this.#forceReply(chat.reply_markup ?? {});
    this.root.dataset.state = this.#state(person);
    const article = /^[aeiou]/i.test(person.role) ? "an" : "a";
    setText(part(this.root, "greeting"), `You are ${person.first_name}, ${article} ${person.role}`);
  }

  #state(person) {
    const { chat } = this;
    if (chat.type !== "private") return "open";
    const isFirst = chat.bot_id === this.world.bot.id;
    if (chat.blocked || (isFirst && person.blocked)) return "blocked";
    if (chat.messages.length === 0) return "empty";
    return this.pending?.key === chat.key ? "start" : "open";
  }

  #commands() {
    const { chat, world } = this;
    if (chat.type === "private") return chat.commands ?? world.botById(chat.bot_id)?.commands ?? [];
    return (chat.bot_commands ?? []).flatMap(({ bot_id: id, commands }) => (
      commands.map((one) => ({ ...one, bot: world.botById(id)?.username }))));
  }

  #topic() {
    const chosen = this.#topics.get(this.chat.key);
    const exists = this.chat.topics?.some(({ message_thread_id: id }) => id === chosen);
    return exists ? chosen : GENERAL;
  }

  #shown() {
    const { chat } = this;
    return chat.is_forum ? chat.messages.filter((one) => topicOf(one) === this.#topic()) : chat.messages;
  }

  #view() {
    const { world, chat, actions, personId: me } = this;
    const nameOf = (id) => world.nameOf(id);
    return { me, chat, actions, nameOf, reactions: chat.reactions ?? {}, payments: world.payments };
  }

  #freshTopics() {
    const prefix = `${this.chat.key}/`;
    return new Set([...this.#fresh].filter((one) => one.startsWith(prefix)).map((one) => Number(one.slice(prefix.length))));
  }

  #firstUnread(unread) {
    const others = this.chat.messages.filter(({ from }) => from?.id !== this.personId);
    return unread ? others.at(-unread)?.message_id ?? null : null;
  }

  #follow() {
    const { world } = this;
    for (const type of DRAWN_FOR) world.on(type, () => this.#schedule());
    world.on("message", (event) => event.chat === this.chat?.key && this.#arrived(event.message));
    world.on("delete", (event) => event.chat === this.chat?.key && this.composer.forget(event.message_id));
    world.on("action", (event) => event.chat === this.chat?.key && this.head.showAction(event));
    world.on("answer", (event) => event.user_id === this.personId && this.#answered(event));
    document.addEventListener("visibilitychange", () => this.#read());
  }

  /** Many events, one drawing: at the next frame. */
  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => this.draw());
  }

  #arrived(message) {
    const own = message.from?.id === this.personId;
    const topic = topicOf(message);
    if (own) return;
    this.head.showAction(null);
    if (this.chat.is_forum && topic !== this.#topic()) this.#fresh.add(`${this.chat.key}/${topic}`);
    if (!this.#isSeen()) this.messages.markNew(message.message_id);
  }

  /** A message that wants an answer gets the composer, once. */
  #forceReply({ force_reply: isForced, message_id: id, for: whom }) {
    const key = `${this.personId}/${this.chat.key}/${id}`;
    if (!isForced || this.#forced.has(key) || (whom && !whom.includes(this.personId))) return;
    const message = this.chat.messages.find((one) => one.message_id === id);
    if (!message) return;
    this.#forced.add(key);
    this.composer.replyTo(message);
  }

  #isSeen() {
    return this.messages.isAtEnd && document.visibilityState === "visible" && this.root.offsetParent !== null;
  }

  /** Tells the sandbox that the person has seen the chat to its end. */
  async #read() {
    if (this.#reading || !this.personId || !this.#isSeen()) return;
    if (!this.world.unread(this.chat, this.personId)) return;
    this.#reading = true;
    await post("read", this.where).catch(() => {});
    this.#reading = false;
  }

  #start() {
    const { key, payload } = this.pending ?? {};
    this.pending = null;
    if (key === this.chat.key && payload) this.actions.run(post("start", { from: this.personId, bot_id: this.chat.bot_id, payload }));
    else this.actions.send("/start");
  }

  #unblock() {
    this.actions.run(post(`people/${this.personId}`, { blocked: false, bot_id: this.chat.bot_id }));
  }

  #answered({ text, show_alert: isAlert, url, bot_id: botId }) {
    const name = (this.world.botById(botId) ?? this.world.bot).first_name;
    if (isAlert || url) alertOver(this.root, name, text ?? "", url, this.actions);
    else if (text) toast(this.toasts, text);
  }

  #composerActions() {
    return {
      send: (content) => this.actions.deliver(content),
      change: (message, text) => this.actions.change(message, text),
      lastOwn: () => this.#shown().findLast((one) => one.from?.id === this.personId && one.text),
      openApp: (from, url) => this.actions.openApp(from, url),
      complain: this.complain,
      typed: (text) => this.inline?.typed(text),
      key: (event) => this.inline?.key(event),
    };
  }
}
