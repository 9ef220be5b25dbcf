/** Message text with its entities (UTF-16 offsets, as JavaScript counts) as views. */

import { dateTime, fullMoment } from "./datetime.js";
import { setText } from "./dom.js";
import { botLink, link, safeUrl } from "./links.js";
import { h, icon } from "./vdom.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const MAKERS = {
  bold: (inner) => h("strong", {}, inner()),
  italic: (inner) => h("em", {}, inner()),
  underline: (inner) => h("u", {}, inner()),
  strikethrough: (inner) => h("s", {}, inner()),
  spoiler: (inner) => spoiler(inner()),
  code: (inner, { text, actions }) => code(inner(), text, actions),
  pre: (inner, { entity, text, actions }) => pre(inner(), entity.language, text, actions),
  blockquote: (inner) => h("blockquote", {}, inner()),
  expandable_blockquote: (inner) => expandable(inner()),
  text_link: (inner, { entity, actions }) => link(entity.url, inner(), actions),
  url: (inner, { text, actions }) => link(withScheme(text), inner(), actions),
  bot_command: (inner, { text, actions }) => pressed(inner(), () => actions.send(text)),
  hashtag: (inner) => mark(inner()),
  date_time: (inner, { entity, text }) => moment(entity, text),
  mention: (inner, { text, actions }) => mention(inner(), text, actions),
  text_mention: (inner) => mark(inner()),
  cashtag: (inner) => mark(inner()),
  email: (inner, { text }) => mark(inner(), text),
  phone_number: (inner) => mark(inner()),
};

/** Views for a text; actions: {send(text), copy(text), openBot(link)}. */
export function richText(text, entities, actions) {
  const sound = (entities ?? []).filter((entity) => isSound(entity, text));
  return nested(text, 0, text.length, sound.sort(outerFirst), actions);
}

/** Brings all moments below root up to date; called every second. */
export function refreshMoments(root) {
  for (const node of root.querySelectorAll("time[data-unix]")) setText(node, shownMoment(node.dataset));
}

const withScheme = (text) => (text.includes("://") ? text : `https://${text}`);

function isSound({ offset, length }, text) {
  return offset >= 0 && length > 0 && offset + length <= text.length;
}

/** Of two that cover the same text, a block or a spoiler holds the other. */
function outerFirst(one, other) {
  return one.offset - other.offset || other.length - one.length || rank(one) - rank(other);
}

function rank({ type }) {
  return BLOCKS.has(type) ? 0 : type === "spoiler" ? 1 : 2;
}

function nested(text, start, end, entities, actions) {
  const views = [];
  let position = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    const inside = others.filter((other) => other.offset < stop);
    rest = others.filter((other) => other.offset >= stop);
    views.push(text.slice(position, entity.offset));
    views.push(formatted(text, { ...entity, stop }, inside, actions));
    position = afterBlock(text, entity, stop);
  }
  return [...views, text.slice(position, end)].filter((view) => view !== "");
}

function formatted(text, entity, inside, actions) {
  const inner = () => nested(text, entity.offset, entity.stop, inside, actions);
  const own = text.slice(entity.offset, entity.stop);
  const make = Object.hasOwn(MAKERS, entity.type) ? MAKERS[entity.type] : null;
  return make ? make(inner, { entity, text: own, actions }) : h("span", {}, inner());
}

/** A block ends its line itself, so the line feed after it would show as an empty line. */
function afterBlock(text, entity, stop) {
  return BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
}

/** What is hidden takes no press: the spoiler does, until it is revealed. */
function spoiler(children) {
  const props = { class: "spoiler", role: "button", tabindex: "0", onclick: reveal, onkeydown: revealByKey };
  const hidden = { class: "spoiler-text" };
  return h("span", { ...props, "aria-label": "Hidden text, press to reveal" }, h("span", hidden, children));
}

function revealByKey(event) {
  if (event.target === event.currentTarget && (event.key === "Enter" || event.key === " ")) reveal(event);
}

function reveal(event) {
  const node = event.currentTarget;
  if (node.dataset.revealed) return;
  event.preventDefault();
  node.dataset.revealed = "yes";
  for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
}

function code(children, text, actions) {
  return h("code", { title: "Copy", onclick: (event) => copyCode(event, text, actions) }, children);
}

function copyCode(event, text, actions) {
  const isProtected = event.currentTarget.closest(".protected");
  const isHidden = event.currentTarget.closest(".spoiler:not([data-revealed])");
  if (!isProtected && !isHidden) actions.copy(text);
}

function pre(children, language, text, actions) {
  const onclick = (event) => copyCode(event, text, actions);
  const props = { type: "button", class: "pre-copy", "aria-label": "Copy the code", title: "Copy", onclick };
  const head = h("span", { class: "pre-head" }, h("span", {}, language ?? ""), h("button", props, icon("copy")));
  return h("pre", {}, head, h("code", {}, children));
}

function expandable(children) {
  const toggle = { type: "button", class: "quote-toggle", "aria-label": "Show the whole quote", onclick: unfold };
  return h("blockquote", { class: "expandable" },
    h("div", { ref: (node) => quotes.observe(node) }, children),
    h("button", { ...toggle, "aria-expanded": "false" }, icon("chevron")));
}

function unfold({ currentTarget: toggle }) {
  const quote = toggle.parentElement;
  const open = !quote.dataset.open;
  if (open) quote.dataset.open = "yes";
  else delete quote.dataset.open;
  toggle.setAttribute("aria-expanded", String(open));
}

/** A quote that fits needs no button. */
const quotes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const quote = target.parentElement;
    if (!quote || quote.dataset.open) continue;
    quote.toggleAttribute("data-long", target.scrollHeight > target.clientHeight + 1);
  }
});

function pressed(children, onclick) {
  return h("button", { type: "button", class: "command", onclick }, children);
}

function mention(children, text, actions) {
  const address = botLink(`https://t.me/${text.slice(1)}`);
  if (!address || !actions.knowsBot?.(address.username)) return mark(children);
  return pressed(children, () => actions.openBot(address));
}

function moment({ unix_time: unix, date_time_format: format }, original) {
  const data = { unix, format, text: original };
  const props = { "data-unix": unix, "data-format": format, "data-text": original };
  const machine = new Date(unix * 1000).toISOString();
  // Read aloud when it is reached, not every second.
  return h("time", { ...props, "aria-live": "off", datetime: machine, title: fullMoment(unix) }, shownMoment(data));
}

function shownMoment({ unix, format, text }) {
  return dateTime(Number(unix), format, text);
}

function mark(children, address) {
  const href = address ? safeUrl(`mailto:${address}`) : null;
  return href ? h("a", { href }, children) : h("span", { class: "mention" }, children);
}
