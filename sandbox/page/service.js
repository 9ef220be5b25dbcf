/** Service messages in words: who joined, what was pinned, what was paid. */

import { fullName } from "./names.js";
import { excerpt } from "./summary.js";
import { price } from "./units.js";

const names = (users) => users.map(fullName).join(", ");
const by = (message) => fullName(message.from);

const WORDS = {
  new_chat_members: (message) => joined(message, message.new_chat_members),
  left_chat_member: (message) => left(message, message.left_chat_member),
  new_chat_title: (message) => `${by(message)} renamed the group to “${message.new_chat_title}”`,
  new_chat_photo: (message) => `${by(message)} changed the group's picture`,
  delete_chat_photo: (message) => `${by(message)} removed the group's picture`,
  group_chat_created: (message) => `${by(message)} created the group`,
  supergroup_chat_created: (message) => `${by(message)} created the group`,
  message_auto_delete_timer_changed: () => "The timer for messages was changed",
  migrate_to_chat_id: () => "The group became a supergroup",
  migrate_from_chat_id: () => "The group became a supergroup",
  pinned_message: (message) => `${by(message)} pinned “${shortened(excerpt(message.pinned_message))}”`,
  successful_payment: (message) => paid(message, message.successful_payment),
  refunded_payment: ({ refunded_payment: back }) => `${price(back.currency, back.total_amount)} came back: refunded`,
  users_shared: (message) => `${by(message)} shared ${message.users_shared.users?.length ?? 1} contact(s)`,
  chat_shared: (message) => `${by(message)} shared a chat`,
  write_access_allowed: () => "The bot may write to you now",
  web_app_data: ({ web_app_data: sent }) => `Data from “${sent.button_text}” went to the bot`,
  forum_topic_created: (message) => `${by(message)} created the topic “${message.forum_topic_created.name}”`,
  forum_topic_edited: (message) => `${by(message)} changed the topic`,
  forum_topic_closed: (message) => `${by(message)} closed the topic`,
  forum_topic_reopened: (message) => `${by(message)} reopened the topic`,
  general_forum_topic_hidden: (message) => `${by(message)} hid the General topic`,
  general_forum_topic_unhidden: (message) => `${by(message)} showed the General topic`,
};

/** The sentence of a service message, or null when the message is an ordinary one. */
export function serviceWords(message) {
  const kind = Object.keys(WORDS).find((name) => name in message);
  return kind ? WORDS[kind](message) : null;
}

function joined(message, members) {
  const alone = members.length === 1 && members[0].id === message.from?.id;
  return alone ? `${by(message)} joined the group` : `${by(message)} added ${names(members)}`;
}

function left(message, member) {
  const alone = member.id === message.from?.id;
  return alone ? `${fullName(member)} left the group` : `${by(message)} removed ${fullName(member)}`;
}

function paid(message, { currency, total_amount: amount }) {
  const who = message.chat.type === "private" ? "You" : by(message);
  return `${who} paid ${price(currency, amount)}`;
}

function shortened(text) {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > 40 ? `${letters.slice(0, 40).join("")}…` : text;
}
