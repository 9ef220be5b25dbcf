/** The order of a chat on screen: days, the line above what is new, albums, and runs of one sender. */

import { dayKey } from "./datetime.js";
import { serviceWords } from "./service.js";

const RUN_SECONDS = 600;

/**
 * messages of one chat (or topic), oldest first -> [{day, items}], each item {message, album, first,
 * last, isNew}; `newFrom` is the id of the first message below the "new messages" line, or null.
 */
export function timeline(messages, newFrom, me) {
  const days = [];
  let marked = newFrom === null;
  for (const album of albums(messages)) {
    const [message] = album;
    const key = dayKey(message.date);
    if (days.at(-1)?.day !== key) days.push({ day: key, items: [] });
    const isNew = !marked && message.message_id >= newFrom && message.from?.id !== me;
    marked ||= isNew;
    days.at(-1).items.push({ message, album, isNew });
  }
  for (const { items } of days) items.forEach((item, index) => markRun(item, items[index - 1], items[index + 1]));
  return days;
}

function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const before = groups.at(-1);
    const together = message.media_group_id && before?.[0].media_group_id === message.media_group_id;
    if (together) before.push(message);
    else groups.push([message]);
  }
  return groups;
}

function markRun(item, before, after) {
  item.first = item.isNew || !isRun(before, item);
  item.last = !after || after.isNew || !isRun(item, after);
}

function isRun(one, other) {
  if (!one) return false;
  const [before, after] = [one.message, other.message];
  const near = after.date - before.date < RUN_SECONDS && before.from?.id === after.from?.id;
  return near && !serviceWords(before) && !serviceWords(after);
}
