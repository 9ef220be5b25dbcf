/** What people, bots and chats are called, and the colour that stays with them. */

const SPREAD = 2654435761;

export function fullName(user) {
  return [user?.first_name, user?.last_name].filter(Boolean).join(" ") || "Deleted account";
}

export const hueOf = (id) => String(Math.imul(id ?? 0, SPREAD) >>> 29);

export function initials({ first_name: first, last_name: last, title }) {
  const names = title ? title.split(/\s+/).slice(0, 2) : [first, last];
  return names.map((name) => [...(name ?? "")][0] ?? "").join("").toUpperCase();
}

export function chatTitle(chat, world) {
  if (chat.type !== "private") return chat.title ?? "Group";
  return world.botById(chat.bot_id)?.first_name ?? "Bot";
}
