/** Message text with its entities (UTF-16 offsets, as JavaScript counts) as DOM nodes. */

import { dateTime, fullMoment } from "./datetime.js";
import { el, setText } from "./dom.js";

const SAFE = new Set(["http:", "https:", "tg:"]);
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const MAKERS = {
  bold: (inner) => el("strong", {}, inner()),
  italic: (inner) => el("em", {}, inner()),
  underline: (inner) => el("u", {}, inner()),
  strikethrough: (inner) => el("s", {}, inner()),
  spoiler: (inner) => spoiler(inner()),
  code: (inner, { text, actions }) => code(inner(), text, actions),
  pre: (inner, { entity }) => pre(inner(), entity.language),
  blockquote: (inner) => el("blockquote", {}, inner()),
  expandable_blockquote: (inner) => expandable(inner()),
  text_link: (inner, { entity }) => link(entity.url, inner()),
  url: (inner, { text }) => link(text.includes("://") ? text : `https://${text}`, inner()),
  bot_command: (inner, { text, actions }) => command(inner(), text, actions),
  date_time: (inner, { entity, text }) => moment(entity, text),
  mention: (inner) => mark(inner()),
  text_mention: (inner) => mark(inner()),
  hashtag: (inner) => mark(inner()),
  cashtag: (inner) => mark(inner()),
  email: (inner) => mark(inner()),
  phone_number: (inner) => mark(inner()),
};

/** Nodes for a text; actions: {send(text), copy(text)}. */
export function richText(text, entities, actions) {
  const sound = (entities ?? []).filter((entity) => isSound(entity, text));
  return nested(text, 0, text.length, sound.sort(outerFirst), actions);
}

/** Brings all moments below root up to date; called every second. */
export function refreshMoments(root) {
  for (const node of root.querySelectorAll("time[data-unix]")) setText(node, momentText(node));
}

/** A web address a person may be sent to, or null. */
export function safeUrl(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && SAFE.has(url.protocol) ? url.href : null;
}

export function link(address, children) {
  const href = safeUrl(address);
  if (!href) return el("span", {}, children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}

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
  const nodes = [];
  let position = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    const inside = others.filter((other) => other.offset < stop);
    rest = others.filter((other) => other.offset >= stop);
    nodes.push(text.slice(position, entity.offset));
    nodes.push(formatted(text, { ...entity, stop }, inside, actions));
    position = afterBlock(text, entity, stop);
  }
  return [...nodes, text.slice(position, end)].filter((node) => node !== "");
}

function formatted(text, entity, inside, actions) {
  const inner = () => nested(text, entity.offset, entity.stop, inside, actions);
  const own = text.slice(entity.offset, entity.stop);
  const make = Object.hasOwn(MAKERS, entity.type) ? MAKERS[entity.type] : null;
  return make ? make(inner, { entity, text: own, actions }) : el("span", {}, inner());
}

/** A block ends its line itself, so the line feed after it would show as an empty line. */
function afterBlock(text, entity, stop) {
  return BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
}

function spoiler(children) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0" });
  node.setAttribute("aria-label", "Hidden text, press to reveal");
  node.append(el("span", { class: "spoiler-text" }, children));
  node.addEventListener("click", (event) => reveal(node, event), { capture: true });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal(node, event);
  });
  return node;
}

function reveal(node, event) {
  if (node.classList.contains("revealed")) return;
  event.preventDefault();
  event.stopPropagation();
  node.classList.add("revealed");
  for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
}

function code(children, text, actions) {
  const title = "Copy";
  return el("code", { title, onclick: (event) => copyCode(event, text, actions) }, children);
}

function copyCode(event, text, actions) {
  const isProtected = event.currentTarget.closest(".protected");
  if (!isProtected) actions.copy(text);
}

function pre(children, language) {
  const label = language ? el("span", { class: "pre-language" }, language) : null;
  return el("pre", {}, label, el("code", {}, children));
}

function expandable(children) {
  const toggle = el("button", { type: "button", class: "quote-toggle", "aria-expanded": "false" });
  const inner = el("div", {}, children);
  const quote = el("blockquote", { class: "expandable" }, inner, toggle);
  toggle.textContent = "Show more";
  toggle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show more";
  });
  new ResizeObserver(() => markLong(quote, inner)).observe(inner);
  return quote;
}

/** A quote that fits needs no button. */
function markLong(quote, inner) {
  if (quote.classList.contains("open")) return;
  quote.classList.toggle("long", inner.scrollHeight > inner.clientHeight + 1);
}

function command(children, text, actions) {
  const onclick = () => actions.send(text);
  return el("button", { type: "button", class: "command", onclick }, children);
}

function moment({ unix_time: unix, date_time_format: format }, original) {
  const node = el("time", { "data-unix": unix, "data-format": format, "data-text": original });
  node.dateTime = new Date(unix * 1000).toISOString();
  node.title = fullMoment(unix);
  node.textContent = momentText(node);
  return node;
}

function momentText({ dataset }) {
  return dateTime(Number(dataset.unix), dataset.format, dataset.text);
}

function mark(children) {
  return el("span", { class: "mention" }, children);
}
