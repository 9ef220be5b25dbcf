/** What a person does with what is on screen; every refusal becomes a toast. */

import { post } from "./api.js";
import { openCheckout } from "./checkout.js";
import { openMenu } from "./menu.js";
import { messageMenu } from "./message-menu.js";
import { openApp } from "./miniapp.js";
import { chatTitle } from "./names.js";
import { copy, toast } from "./notices.js";
import { toggled } from "./reactions.js";
import { look } from "./viewer.js";

export function chatActions(column) {
  const { world, root, toasts, complain } = column;
  const at = (message) => ({ ...column.where, message_id: message.message_id });
  const centre = () => {
    const { left, top, width, height } = root.getBoundingClientRect();
    return { x: left + width / 4, y: top + height / 3 };
  };

  /** Whether it was taken. */
  const run = (promise) => promise.then(() => true, (error) => (complain(error), false));
  const deliver = (content) => run(post("send", { ...column.place, ...content }));
  const can = {
    run,
    deliver,
    send: (text) => deliver({ text }),
    type: (text) => deliver({ text, reply_to: null }),
    share: deliver,
    notify: (text) => toast(toasts, text),
    copy: (text) => copy(toasts, root, text),
    change: (message, text) => run(post("edit", { ...at(message), [message.text ? "text" : "caption"]: text })),
    remove: (message) => run(post("delete", at(message))),
    pin: (message, unpin) => run(post("pin", { ...at(message), unpin })),
    reply: (message) => column.composer.replyTo(message),
    edit: (message) => column.composer.edit(message),
    react: (message, type) => run(post("react", { ...at(message), reactions: toggled(given(message), type, column.personId) })),
    menu: (message, event) => messageMenu(root, message, event, { me: column.personId, chat: column.chat, reactions: column.chat.reactions ?? {}, can }),
    press: (node, spec, message) => press(node, { ...at(message), data: spec.callback_data }),
    jump,
    look: (message) => look(column.chat.messages.filter(({ photo }) => photo), message),
    knowsBot: (username) => Boolean(world.botNamed(username)),
    openBot,
    pay: (message) => openCheckout(column, { message }),
    paySlug: (slug) => openCheckout(column, { slug }),
    openApp: (source, url, message, label) => openApp(column, { source, url, message_id: message?.message_id }, label),
    inlineHere: (query, message) => column.composer.begin(inlineText(query, message)),
    inlineElsewhere: (query, message) => chooseChat("chat", (chat) => (column.openChat(chat.key), column.composer.begin(inlineText(query, message)))),
    pickUsers,
    pickChat: (spec) => chooseChat("group", (chat) => deliver({ chat_shared: { request_id: spec.request_id, chat_id: chat.id } })),
  };
  return can;

  function given(message) {
    return column.chat.reactions?.[message.message_id] ?? [];
  }

  function jump(messageId) {
    if (!column.messages.jump(messageId)) toast(toasts, "This message is not here any more.");
  }

  /** The button waits until the bot answers. */
  async function press(node, body) {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    await run(post("press", body).then((query) => column.callbacks.wait(query.callback_query_id)));
    node.removeAttribute("aria-busy");
  }

  function inlineText(query, message) {
    const bot = world.botById((message.via_bot ?? message.from).id);
    return `@${bot?.username} ${query}`;
  }

  function chooseChat(kind, chosen) {
    const groups = world.chatsOf(column.personId).filter(({ type }) => kind === "chat" || type !== "private");
    if (groups.length === 1) return chosen(groups[0]);
    if (!groups.length) return toast(toasts, "There is no group to choose. Make one on the right.");
    openMenu(root, centre(), groups.map((chat) => ({ label: chatTitle(chat, world), icon: "group", run: () => chosen(chat) })));
  }

  function pickUsers({ request_id: id, user_is_bot: bots }) {
    const known = bots ? world.bots : world.people.filter((person) => person.id !== column.personId);
    const share = (user) => deliver({ users_shared: { request_id: id, user_ids: [user.id] } });
    openMenu(root, centre(), known.map((user) => ({ label: user.first_name, icon: "person", run: () => share(user) })));
  }

  /** Follows a t.me link to one of the sandbox's bots; see links.js for the fields. */
  function openBot({ username, start, startgroup, app, startapp }) {
    const bot = world.botNamed(username);
    if (!bot) return toast(toasts, `There is no @${username} here.`);
    if (startgroup !== null) return chooseChat("group", (chat) => startIn(chat, bot, startgroup));
    const key = world.privateKey(column.personId, bot.id);
    if (app || startapp !== null) return openApp(column, { source: "link", bot_id: bot.id, start_param: startapp ?? "" });
    if (start) column.offerStart(key, start);
    else column.openChat(key);
  }

  function startIn(chat, bot, payload) {
    const link = `https://t.me/${bot.username}?startgroup=${payload}`;
    run(post("start", { from: column.personId, chat: chat.key, link }));
  }
}

