/** Reactions below a message, and the ones a person can choose from. */

import { h } from "./vdom.js";

/** The most common of https://core.telegram.org/bots/api#reactiontypeemoji. */
export const OFFERED = ["👍", "❤", "🔥", "🎉", "👏", "😁", "🤔", "👎"];

export function reactionRow(message, { reactions, me, actions, nameOf }) {
  const given = reactions[message.message_id] ?? [];
  if (!given.length) return null;
  const chips = given.map((one) => chip(one, message, { me, actions, nameOf }));
  return h("div", { class: "reactions", role: "group", "aria-label": "Reactions", key: "reactions" }, chips);
}

function chip({ type, by }, message, { me, actions, nameOf }) {
  const mine = by.includes(me);
  const sign = shown(type);
  const props = { type: "button", class: "reaction", key: sign, "aria-pressed": String(mine), title: by.map(nameOf).join(", ") };
  const onclick = () => actions.react(message, type);
  const label = { "aria-label": `${sign}, ${by.length}`, "data-testid": "reaction" };
  return h("button", { ...props, ...label, onclick }, h("span", {}, sign), h("b", {}, by.length));
}

/** Some fonts draw the heart as a letter unless they are asked for a picture. */
export const pictured = (emoji) => (emoji === "❤" ? "❤\ufe0f" : emoji);

const shown = (type) => (type.type === "emoji" ? pictured(type.emoji) : type.type === "paid" ? "⭐" : "✨");

/** A person's reactions after pressing one: a second press takes it back, as does another one. */
export function toggled(given, type, me) {
  const mine = given.filter(({ by }) => by.includes(me)).map((one) => one.type);
  const same = (one) => shown(one) === shown(type);
  return mine.some(same) ? mine.filter((one) => !same(one)) : [type];
}
