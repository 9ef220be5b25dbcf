/** One message. An edit swaps only the parts that changed and leaves the other nodes alone. */

import { fileUrl } from "./api.js";
import { fullMoment, timeOfDay } from "./datetime.js";
import { el, icon } from "./dom.js";
import { richText } from "./entities.js";
import { keyboard } from "./keyboard.js";

const KINDS = ["sticker", "video", "animation", "audio", "voice", "invoice", "location", "contact"];

/** [name, what the part depends on, how it is drawn]; the order is the order on screen. */
const PARTS = [
  ["reply", (message) => message.reply_to_message, replyQuote],
  ["photo", (message) => message.photo, photo],
  ["document", (message) => message.document, documentCard],
  ["other", (message) => KINDS.find((kind) => kind in message), otherKind],
  ["text", textOf, textBody],
  ["meta", metaOf, meta],
];

export class MessageView {
  #keys = {};
  #nodes = {};

  /** actions: {send(text), copy(text), press(button, spec, message)} */
  constructor(message, personId, actions) {
    this.actions = actions;
    const side = message.from?.id === personId ? "out" : "in";
    this.bubble = el("div", { class: "bubble" });
    this.root = el("article", { class: `message ${side}` }, this.bubble);
    this.root.dataset.testid = `message-${message.chat.id}-${message.message_id}`;
    for (const [name] of PARTS) this.bubble.append((this.#nodes[name] = hole()));
    this.root.append((this.#nodes.keyboard = hole()));
    this.update(message);
  }

  update(message) {
    this.message = message;
    for (const [name, key, draw] of PARTS) this.#swap(name, key(message), draw);
    this.#swap("keyboard", message.reply_markup?.inline_keyboard, keyboard);
    const { classList } = this.root;
    classList.toggle("protected", Boolean(message.has_protected_content));
    classList.toggle("has-photo", Boolean(message.photo));
    classList.toggle("has-keyboard", Boolean(message.reply_markup?.inline_keyboard));
    classList.toggle("bare", Boolean(message.photo) && !message.caption);
  }

  #swap(name, value, draw) {
    const key = JSON.stringify(value ?? null);
    if (key === this.#keys[name]) return;
    this.#keys[name] = key;
    const old = this.#nodes[name];
    const fresh = value ? draw(value, this, old) : hole();
    if (fresh === old) return;
    const focused = focusedIndex(old);
    old.replaceWith((this.#nodes[name] = fresh));
    if (focused >= 0) fresh.querySelectorAll?.("button, a")[focused]?.focus();
  }
}

/** Keeps the place of a part that a message does not have. */
function hole() {
  return document.createComment("");
}

function focusedIndex(node) {
  if (!node.contains(document.activeElement)) return -1;
  return [...node.querySelectorAll("button, a")].indexOf(document.activeElement);
}

function textOf({ text, caption, entities, caption_entities: captionEntities }) {
  const content = text ?? caption;
  return content ? { content, entities: entities ?? captionEntities ?? [] } : null;
}

function metaOf({ date, edit_date: edited, has_protected_content: locked }) {
  return { date, edited, locked };
}

function textBody({ content, entities }, { actions }) {
  return el("span", { class: "text" }, richText(content, entities, actions));
}

function meta({ date, edited, locked }, { root }) {
  const lock = locked ? el("span", { class: "lock", title: "Protected content" }, icon("lock")) : null;
  const tick = root.classList.contains("out") ? icon("ticks") : null;
  const time = el("span", { title: fullMoment(date) }, timeOfDay(date));
  return el("span", { class: "meta" }, lock, edited ? "edited " : null, time, tick);
}

/** An image that is there already keeps showing until the next one is loaded. */
function photo(sizes, view, old) {
  const largest = sizes.reduce((best, size) => (size.width > best.width ? size : best));
  const figure = old.nodeName === "FIGURE" ? old : el("figure", {}, el("img", { alt: "Photo" }));
  const image = figure.firstElementChild;
  image.width = largest.width;
  image.height = largest.height;
  image.src = fileUrl(largest.file_id);
  return figure;
}

function documentCard(file) {
  const name = file.file_name ?? "document";
  const size = file.file_size === undefined ? "" : bytes(file.file_size);
  const props = { class: "document", href: fileUrl(file.file_id), download: name };
  const words = el("span", {}, el("b", {}, name), el("small", {}, size));
  return el("a", props, el("span", { class: "document-icon" }, icon("file")), words);
}

function bytes(count) {
  if (count < 1024) return `${count} B`;
  const kilo = count / 1024;
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

function replyQuote(original, { actions }) {
  const { content = "Attachment" } = textOf(original) ?? {};
  const props = { type: "button", class: "reply", onclick: () => actions.jump(original.message_id) };
  return el("button", props, el("b", {}, original.from?.first_name ?? ""), el("span", {}, content));
}

function otherKind(kind) {
  return el("span", { class: "unsupported" }, `(${kind}: this page cannot show it)`);
}
