/** Web addresses a person may be sent to, and t.me links that open a chat on this page. */

import { h } from "./vdom.js";

const SAFE = new Set(["http:", "https:", "tg:", "mailto:"]);
const TELEGRAM = new Set(["t.me", "telegram.me", "www.t.me"]);
const USERNAME = /^[a-zA-Z]\w{3,31}$/;

/** The address as the browser takes it, or null when it is none that is safe. */
export function safeUrl(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && SAFE.has(url.protocol) ? url.href : null;
}

/** {username, start, startgroup, app} of a t.me or tg://resolve link, or null. */
export function botLink(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return null;
  const isTg = url.protocol === "tg:" && (url.host || url.pathname.replace(/^\/+/, "")) === "resolve";
  if (!isTg && !TELEGRAM.has(url.host)) return null;
  const [name, app] = isTg ? [url.searchParams.get("domain")] : url.pathname.slice(1).split("/");
  if (!USERNAME.test(name ?? "")) return null;
  const given = (key) => url.searchParams.get(key);
  return { username: name, app: app || null, start: given("start"), startgroup: given("startgroup"), startapp: given("startapp") };
}

/** A link; one to a bot of this sandbox opens its chat here. */
export function link(address, children, actions) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, children);
  const bot = botLink(address);
  const open = bot && actions?.knowsBot?.(bot.username) ? (event) => openHere(event, bot, actions) : null;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", title: href, onclick: open }, children);
}

function openHere(event, bot, actions) {
  event.preventDefault();
  actions.openBot(bot);
}
