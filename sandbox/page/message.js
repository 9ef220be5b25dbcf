/** One message, or an album of several, as a view: who, from where, in reply to what, and what. */

import { fullMoment, timeOfDay } from "./datetime.js";
import { richText } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { attachment, hasFrame } from "./media.js";
import { fullName, hueOf } from "./names.js";
import { invoiceCard } from "./payment.js";
import { reactionRow } from "./reactions.js";
import { serviceWords } from "./service.js";
import { excerpt, thumbnail } from "./summary.js";
import { h, icon } from "./vdom.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\s])+$/u;
const MOST_JUMBO = 3;

/**
 * item: {message, album: [messages], first, last} of a run by one sender.
 * view: {me, chat, actions, reactions: {message_id: [...]}, payments}
 */
export function messageView(item, view) {
  const { message } = item;
  const words = serviceWords(message);
  return words ? service(message, words, view) : bubble(item, view);
}

export const textOf = ({ text, caption, entities, caption_entities: captionEntities }) => {
  const content = text ?? caption;
  return content ? { content, entities: entities ?? captionEntities ?? [] } : null;
};

function frame(message, side, view) {
  const id = message.message_id;
  return {
    key: `m${id}`,
    fades: true,
    tabindex: "-1",
    class: `message ${side}`,
    "data-id": id,
    "data-testid": `message-${message.chat.id}-${id}`,
    oncontextmenu: (event) => view.actions.menu(message, event),
  };
}

function service(message, words, view) {
  const pinned = message.pinned_message;
  const jump = pinned ? () => view.actions.jump(pinned.message_id) : null;
  const props = { class: "service-words", onclick: jump };
  const inner = jump ? h("button", { ...props, type: "button" }, words) : h("span", props, words);
  return h("article", frame(message, "service", view), inner);
}

function bubble(item, view) {
  const { message } = item;
  const mine = message.from?.id === view.me;
  const props = frame(message, mine ? "out" : "in", view);
  const classes = [props.class, ...traits(item)].join(" ");
  const rows = message.reply_markup?.inline_keyboard;
  return h("article", { ...props, class: classes },
    isGroup(view.chat) && !mine ? avatar(item) : null,
    h("div", { class: "bubble" }, contents(item, view, mine), more(message, view)),
    rows ? keyboard(rows, { ...view, message }) : null);
}

function traits({ message, album, first, last }) {
  const text = textOf(message);
  const framed = hasFrame(message);
  const is = {
    protected: message.has_protected_content,
    "has-keyboard": message.reply_markup?.inline_keyboard,
    framed,
    bare: framed && !text && !isTitled(message),
    album: album.length > 1,
    jumbo: isJumbo(message),
    first,
    last,
  };
  return Object.keys(is).filter((name) => is[name]);
}

const isTitled = (message) => message.forward_origin || message.reply_to_message || message.via_bot;

function isJumbo({ text, entities, reply_to_message: reply }) {
  if (!text || entities?.length || reply || !ONLY_EMOJI.test(text)) return false;
  return [...new Intl.Segmenter().segment(text.trim())].length <= MOST_JUMBO;
}

function contents(item, view, mine) {
  const { message, album } = item;
  const text = album.map(textOf).find(Boolean) ?? null;
  const body = [attachment(item, view), message.invoice ? invoiceCard(message, view) : null];
  const words = text || !hasFrame(message) ? textBody(text, message, mine, view) : null;
  const above = message.show_caption_above_media;
  return [
    isGroup(view.chat) && !mine && item.first ? sender(message) : null,
    message.forward_origin ? forwardedFrom(message.forward_origin) : null,
    message.via_bot ? h("small", { class: "via" }, "via @", message.via_bot.username) : null,
    message.reply_to_message ? replyQuote(message, view) : null,
    ...(above ? [words, ...body] : [...body, words]),
    words ? null : meta(message, mine),
    reactionRow(message, view),
  ];
}

function textBody(text, message, mine, { actions }) {
  const content = text ? h("span", { class: "text" }, richText(text.content, text.entities, actions)) : null;
  return h("div", { class: "words", dir: "auto", key: "words" }, content, meta(message, mine));
}

function meta(message, mine) {
  const { date, edit_date: edited, has_protected_content: locked } = message;
  const note = "Protected content: it cannot be copied, saved or forwarded";
  const lock = locked ? h("span", { class: "lock", title: note, role: "img", "aria-label": note }, icon("lock")) : null;
  const title = edited ? `${fullMoment(date)}, edited ${fullMoment(edited)}` : fullMoment(date);
  const time = h("span", { title }, timeOfDay(date));
  return h("span", { class: "meta" }, lock, edited ? h("span", {}, "edited ") : null, time, mine ? icon("ticks") : null);
}

/** The message's menu, for those who do not know of the right mouse button. */
function more(message, { actions }) {
  const onclick = (event) => actions.menu(message, event);
  const props = { type: "button", class: "more-button", tabindex: "-1", "aria-label": "Message menu", onclick };
  return h("button", { ...props, "data-testid": "message-menu", "aria-haspopup": "menu" }, icon("chevron"));
}

const isGroup = (chat) => chat.type !== "private";

function avatar({ message, last }) {
  const name = fullName(message.from);
  if (!last) return h("span", { class: "avatar-gap" });
  return h("span", { class: "avatar small", "data-hue": hueOf(message.from?.id), "aria-hidden": "true" }, [...name][0]?.toUpperCase());
}

function sender({ from }) {
  const bot = from?.is_bot ? h("i", {}, "bot") : null;
  return h("b", { class: "sender", "data-hue": hueOf(from?.id) }, fullName(from), bot);
}

function forwardedFrom(origin) {
  const name = origin.sender_user ? fullName(origin.sender_user)
    : origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "unknown";
  return h("span", { class: "forwarded", title: fullMoment(origin.date) }, icon("forward"), "Forwarded from ", h("b", {}, name));
}

function replyQuote({ reply_to_message: original, quote }, { actions }) {
  const onclick = () => actions.jump(original.message_id);
  const props = { type: "button", class: "reply", onclick, "data-hue": hueOf(original.from?.id) };
  const quoted = h("span", { class: "excerpt", dir: "auto" }, quote?.text ?? excerpt(original));
  const words = h("span", {}, h("b", {}, fullName(original.from)), quoted);
  return h("button", { ...props, "aria-label": `Go to the message of ${fullName(original.from)}` }, thumbnail(original), words);
}
