/** Where a person writes: text, answers, changes of a message, files, and the bot's commands. */

import { part, setText } from "./dom.js";
import { draft, keepDraft } from "./drafts.js";
import { fullName } from "./names.js";
import { Suggestions } from "./suggestions.js";
import { excerpt } from "./summary.js";
import { Tray } from "./tray.js";

export class Composer {
  #key = "";
  #commands = [];
  #reply = null;
  #edited = null;

  /** actions: {send(content), change(message, text)}, both to a promise of whether it was taken;
   *  {lastOwn(), openApp(source, url), complain(error), typed(text), key(event)}. */
  constructor(root, actions) {
    this.actions = actions;
    this.form = part(root, "composer");
    this.input = part(root, "input");
    this.menuButton = part(root, "command-button");
    this.about = part(root, "about");
    this.suggestions = new Suggestions(part(root, "command-list"), this.input, (one) => this.#pick(one));
    this.tray = new Tray(root, { send: (content) => this.#sendSample(content), changed: () => this.#mark(), complain: actions.complain });
    this.#listen();
  }

  /** Another chat is written in now; what was begun in the last one is kept for it. */
  open(key) {
    this.#key = key;
    this.#reply = this.#edited = null;
    this.tray.clear();
    this.#drawAbout();
    this.#write(draft(key));
  }

  /** commands: [{command, description, bot}]; menuButton as in the Bot API. */
  offer(commands, menuButton) {
    this.#commands = commands;
    this.app = menuButton?.type === "web_app" ? menuButton : null;
    this.menuButton.hidden = !this.app && commands.length === 0;
    setText(part(this.menuButton, "words"), this.app?.text ?? "Menu");
  }

  setPlaceholder(text) {
    this.input.placeholder = text || "Message";
  }

  replyTo(message) {
    this.#edited = null;
    this.#reply = message;
    this.#drawAbout();
    this.input.focus();
  }

  get replied() {
    return this.#reply;
  }

  edit(message) {
    this.#reply = null;
    this.#edited = message;
    this.#drawAbout();
    this.#write(message.text ?? message.caption ?? "");
    this.input.focus();
  }

  /** A message went away, perhaps the one that is answered or changed. */
  forget(messageId) {
    if (this.#reply?.message_id === messageId) this.#reply = null;
    if (this.#edited?.message_id === messageId) this.#edited = null;
    this.#drawAbout();
  }

  /** Puts a text where it can be changed before it is sent. */
  begin(text) {
    this.#write(text);
    this.input.focus();
  }

  #listen() {
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.input.addEventListener("keydown", (event) => this.#keydown(event));
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("blur", () => this.suggestions.close());
    this.menuButton.addEventListener("mousedown", (event) => event.preventDefault());
    this.menuButton.addEventListener("click", () => this.#menu());
    part(this.form, "about-close").addEventListener("click", () => this.#cancel());
  }

  #menu() {
    if (this.app) {
      this.actions.openApp("menu", this.app.web_app.url);
      return;
    }
    this.input.focus();
    if (this.suggestions.isOpen) this.suggestions.close();
    else this.suggestions.show(this.#commands);
  }

  #keydown(event) {
    if (event.isComposing || this.suggestions.key(event) || this.actions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    if (event.key === "Escape") this.#cancel();
    if (event.key === "ArrowUp" && !this.input.value) this.#editLast(event);
  }

  #editLast(event) {
    const last = this.actions.lastOwn();
    if (!last) return;
    event.preventDefault();
    this.edit(last);
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (this.#edited && text) await this.#change(this.#edited, text);
    else if (!this.tray.isEmpty) await this.#sendTray(text);
    else if (text) await this.#sendText(text);
  }

  async #change(message, text) {
    if (await this.actions.change(message, text)) this.#cancel();
  }

  async #sendTray(caption) {
    if (!(await this.#sendNow(await this.tray.content(caption)))) return;
    this.tray.clear();
    this.#write("");
  }

  /** A sample of the attach menu; what is written becomes the caption of a file. */
  async #sendSample(content) {
    const caption = content.photo || content.document ? this.input.value.trim() : "";
    const taken = await this.#sendNow(caption ? { ...content, caption } : content);
    if (taken && caption) this.#write("");
    this.input.focus();
  }

  async #sendText(text) {
    this.#write("");
    if (!(await this.#sendNow({ text })) && !this.input.value) this.#write(text);
  }

  /** The answered message goes along, and is no longer answered once the content was taken. */
  async #sendNow(content) {
    const reply = this.#reply;
    const taken = await this.actions.send(reply ? { ...content, reply_to: reply.message_id } : content);
    if (taken && this.#reply === reply) this.#forgetReply();
    return taken;
  }

  #forgetReply() {
    this.#reply = null;
    this.#drawAbout();
  }

  #cancel() {
    if (this.#edited) this.#write("");
    this.#reply = this.#edited = null;
    this.#drawAbout();
    this.input.focus();
  }

  #drawAbout() {
    const message = this.#edited ?? this.#reply;
    this.about.hidden = !message;
    if (!message) return;
    setText(part(this.about, "about-title"), this.#edited ? "Edit message" : `Reply to ${fullName(message.from)}`);
    setText(part(this.about, "about-text"), excerpt(message));
  }

  #write(text) {
    this.input.value = text;
    this.#typed();
  }

  #typed() {
    const text = this.input.value;
    if (!this.#edited) keepDraft(this.#key, text);
    this.#mark();
    const begun = /^\/([\w@]*)$/.exec(text);
    if (begun && document.activeElement === this.input) this.suggestions.show(matching(this.#commands, begun[1]));
    else this.suggestions.close();
    this.actions.typed(text);
  }

  #mark() {
    this.form.classList.toggle("has-text", this.input.value.trim() !== "" || !this.tray.isEmpty);
  }

  #pick({ command, bot }) {
    this.#write("");
    this.#sendNow({ text: `/${command}${bot ? `@${bot}` : ""}` });
  }
}

/** Those that begin so, the exact one first. */
function matching(commands, prefix) {
  const begun = prefix.toLowerCase();
  const found = commands.filter(({ command, bot }) => `${command}@${bot ?? ""}`.startsWith(begun));
  return found.sort((one, other) => (other.command === begun) - (one.command === begun));
}
