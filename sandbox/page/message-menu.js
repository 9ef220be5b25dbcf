/** What a person can do with a message: react, reply, copy, pin, edit, delete. */

import { openMenu, spotOf } from "./menu.js";
import { OFFERED, pictured } from "./reactions.js";
import { serviceWords } from "./service.js";

/** can: {reply, copy, react, pin, edit, remove, select}: the column's actions. */
export function messageMenu(host, message, event, { me, chat, reactions, can }) {
  if (isNative(event)) return;
  event.preventDefault();
  event.stopPropagation();
  const own = message.from?.id === me;
  openMenu(host, spotOf(event), items(message, own, chat, can), quick(message, me, reactions, can));
}

/** A selection, a link or a field keeps the browser's own menu; so does a second press with Shift. */
function isNative(event) {
  if (event.type !== "contextmenu") return false;
  return event.shiftKey || !getSelection().isCollapsed || event.target.closest("a[href], input, textarea");
}

function items(message, own, chat, can) {
  const text = message.text ?? message.caption;
  const pinned = chat.pinned.includes(message.message_id);
  const plain = !serviceWords(message);
  const offered = [
    [plain, { label: "Reply", icon: "reply", run: () => can.reply(message) }],
    [text && !message.has_protected_content, { label: "Copy text", icon: "copy", run: () => can.copy(text) }],
    [own && text && !message.forward_origin && !message.via_bot, { label: "Edit", icon: "edit", run: () => can.edit(message) }],
    [plain, { label: pinned ? "Unpin" : "Pin", icon: "pin", run: () => can.pin(message, pinned) }],
    [true, { label: "Delete", icon: "bin", danger: true, run: () => can.remove(message) }],
  ];
  return offered.filter(([shown]) => shown).map(([, item]) => item);
}

function quick(message, me, reactions, can) {
  if (serviceWords(message)) return [];
  const mine = (reactions[message.message_id] ?? []).filter(({ by }) => by.includes(me));
  return OFFERED.map((emoji) => ({
    label: pictured(emoji),
    pressed: mine.some(({ type }) => type.emoji === emoji),
    run: () => can.react(message, { type: "emoji", emoji }),
  }));
}
