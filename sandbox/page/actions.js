/** What a person does with what is on screen; every refusal becomes a toast. */

import { post } from "./api.js";
import { openCheckout } from "./checkout.js";
import { openMenu } from "./menu.js";
import { messageMenu } from "./message-menu.js";
import { openApp } from "./miniapp.js";
import { chatTitle } from "./names.js";
import { copy, toast } from "./notices.js";
import { toggled } from "./reactions.js";
import { look } from "./viewer.js";

export class ChatActions {
  constructor(column) {
    this.column = column;
    this.world = column.world;
  }

  /** Whether it was taken. */
  run(promise) {
    return promise.then(() => true, (error) => (this.column.complain(error), false));
  }

  deliver(content) {
    return this.run(post("send", { ...this.column.place, ...content }));
  }

  send(text) {
    return this.deliver({ text });
  }

  /** A plain button of the reply keyboard writes its words, and answers nothing. */
  type(text) {
    return this.deliver({ text, reply_to: null });
  }

  notify(text) {
    toast(this.column.toasts, text);
  }

  copy(text) {
    return copy(this.column.toasts, this.column.root, text);
  }

  reply(message) {
    this.column.composer.replyTo(message);
  }

  edit(message) {
    this.column.composer.edit(message);
  }

  change(message, text) {
    return this.#act("edit", message, { [message.text ? "text" : "caption"]: text });
  }

  remove(message) {
    return this.#act("delete", message);
  }

  pin(message, unpin) {
    return this.#act("pin", message, { unpin });
  }

  react(message, type) {
    const given = this.column.chat.reactions?.[message.message_id] ?? [];
    return this.#act("react", message, { reactions: toggled(given, type, this.column.personId) });
  }

  menu(message, event) {
    const { root, chat, personId: me } = this.column;
    messageMenu(root, message, event, { me, chat, reactions: chat.reactions ?? {}, can: this });
  }

  /** The button waits until the bot answers. */
  async press(node, { callback_data: data }, message) {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    const pressed = post("press", { ...this.#at(message), data });
    await this.run(pressed.then((query) => this.column.callbacks.wait(query.callback_query_id)));
    node.removeAttribute("aria-busy");
  }

  jump(messageId) {
    if (!this.column.messages.jump(messageId)) this.notify("This message is not here any more.");
  }

  look(message) {
    look(this.column.chat.messages.filter(({ photo }) => photo), message);
  }

  pay(message) {
    openCheckout(this.column, { message });
  }

  paySlug(slug) {
    openCheckout(this.column, { slug });
  }

  /** source: "button", "keyboard", "menu" or "inline"; label: the words of a keyboard button. */
  openApp(source, url, message, label) {
    return openApp(this.column, { source, url, message_id: message?.message_id }, label);
  }

  inlineHere(query, message) {
    this.column.composer.begin(this.#inlineText(query, message));
  }

  inlineElsewhere(query, message) {
    const words = this.#inlineText(query, message);
    this.#choose(this.#chats(), (chat) => (this.column.openChat(chat.key), this.column.composer.begin(words)));
  }

  pickChat({ request_id: id }) {
    this.#choose(this.#groups(), (chat) => this.deliver({ chat_shared: { request_id: id, chat_id: chat.id } }));
  }

  pickUsers({ request_id: id, user_is_bot: wantsBots }) {
    const people = this.world.people.filter((person) => person.id !== this.column.personId);
    const share = (user) => () => this.deliver({ users_shared: { request_id: id, user_ids: [user.id] } });
    const known = wantsBots ? this.world.bots : people;
    this.#offer(known.map((user) => ({ label: user.first_name, icon: "person", run: share(user) })));
  }

  knowsBot(username) {
    return Boolean(this.world.botNamed(username));
  }

  /** Follows a t.me link to one of the sandbox's bots; see links.js for the fields. */
  openBot({ username, start, startgroup, app, startapp }) {
    const bot = this.world.botNamed(username);
    if (!bot) return this.notify(`There is no @${username} here.`);
    if (startgroup !== null) return this.#choose(this.#groups(), (chat) => this.#startIn(chat, bot, startgroup));
    if (app || startapp !== null) return openApp(this.column, { source: "link", bot_id: bot.id, start_param: startapp ?? "" });
    const key = this.world.privateKey(this.column.personId, bot.id);
    if (start) this.column.offerStart(key, start);
    else this.column.openChat(key);
  }

  #startIn(chat, bot, payload) {
    const link = `https://t.me/${bot.username}?startgroup=${payload}`;
    this.run(post("start", { from: this.column.personId, chat: chat.key, link }));
  }

  #at(message) {
    return { ...this.column.where, message_id: message.message_id };
  }

  #act(path, message, body = {}) {
    return this.run(post(path, { ...this.#at(message), ...body }));
  }

  #inlineText(query, message) {
    const bot = this.world.botById((message.via_bot ?? message.from).id);
    return `@${bot?.username} ${query}`;
  }

  #chats() {
    return this.world.chatsOf(this.column.personId);
  }

  #groups() {
    return this.#chats().filter(({ type }) => type !== "private");
  }

  #choose(chats, chosen) {
    if (chats.length === 1) return chosen(chats[0]);
    if (!chats.length) return this.notify("There is no group to choose.");
    this.#offer(chats.map((chat) => ({ label: chatTitle(chat, this.world), icon: "group", run: () => chosen(chat) })));
  }

  #offer(items) {
    const { left, top, width, height } = this.column.root.getBoundingClientRect();
    openMenu(this.column.root, { x: left + width / 4, y: top + height / 3 }, items);
  }
}
