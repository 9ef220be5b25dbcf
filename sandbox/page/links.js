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

/** The slug of an invoice link, https://t.me/$slug, or null. */
export function invoiceSlug(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !TELEGRAM.has(url.host)) return null;
  return /^\/(?:\$|invoice\/)([\w-]+)$/.exec(url.pathname)?.[1] ?? null;
}

/** What pressing a link does on this page, or null when it leaves the page. */
export function pressOf(address, actions) {
  const press = actions && pressHere(address, actions);
  return press && ((event) => (event.preventDefault(), press()));
}

function pressHere(address, actions) {
  const bot = botLink(address);
  if (bot) return actions.knowsBot?.(bot.username) ? () => actions.openBot(bot) : null;
  const slug = invoiceSlug(address);
  return slug && actions.paySlug ? () => actions.paySlug(slug) : null;
}

export function link(address, children, actions) {
  const href = safeUrl(address);
  if (!href) return h("span", {}, children);
  const onclick = pressOf(address, actions);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", title: href, onclick }, children);
}
