/** The kinds of faults: what each asks for, how it is ordered, and its words once it is at work. */

import { span } from "./datetime.js";

const CALLS = ["method", "bot", "share", "lasting"];
const RATE = ["exchange", "coin"];

/** By group and name: the words, the form's fields, and the order to send for the filled form. */
export const KINDS = {
  Telegram: {
    429: refusal("429 Too Many Requests", 429, "retry"),
    500: refusal("500 Internal Server Error", 500),
    502: refusal("502 Bad Gateway", 502),
    html: withStatus(telegram("502 as a proxy’s HTML page", "html"), 502),
    504: refusal("504 Gateway Timeout", 504),
    outage: telegram("Outage: the connection breaks", "outage"),
    latency: telegram("Slow answers", "latency", "latency"),
    accepted_then_reset: telegram("Done, but the answer is lost", "accepted_then_reset"),
    accepted_then_garbled: telegram("Done, but the answer breaks off", "accepted_then_garbled"),
    accepted_then_strange: telegram("Done, but the answer is of no known kind", "accepted_then_strange"),
    undecodable_update: telegramOnce("One update that nobody can read", "undecodable_update"),
  },
  "Exchange rates": {
    down: rate("No rates: the exchange is down", "down"),
    garbage: rate("Garbage instead of a rate", "garbage"),
    stale: rate("Stale: the rate stands still", "stale"),
    unlisted: rate("The coin is not listed", "unlisted"),
    price: { ...rate("Another price"), fields: [...RATE, "price"] },
  },
};

export const METHODS = [
  "answerCallbackQuery", "answerInlineQuery", "answerPreCheckoutQuery", "copyMessage", "createInvoiceLink",
  "deleteMessage", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup", "editMessageText",
  "forwardMessage", "getFile", "getMe", "getUpdates", "pinChatMessage", "refundStarPayment", "sendChatAction",
  "sendDocument", "sendInvoice", "sendMediaGroup", "sendMessage", "sendPhoto", "setMessageReaction",
  "setMyCommands", "setWebhook",
];

function telegram(words, mode, ...more) {
  const order = (form) => ({ path: "faults", body: { mode, ...calls(form) } });
  return { words, fields: [...CALLS, ...more], order };
}

function telegramOnce(words, mode) {
  const order = (form) => ({ path: "faults", body: { mode, ...botOf(form) } });
  return { words, fields: ["bot"], order };
}

function refusal(words, status, ...more) {
  return withStatus(telegram(words, "error", ...more), status);
}

function withStatus({ order, ...kind }, status) {
  const ordered = (form) => {
    const { path, body } = order(form);
    return { path, body: { ...body, status } };
  };
  return { ...kind, order: ordered };
}

function rate(words, fault) {
  const order = (form) => {
    const to = { source: form.get("exchange") || null, asset: form.get("coin") || null };
    return { path: "rates", body: { ...to, ...(fault ? { fault } : { price: form.get("price") }) } };
  };
  return { words, fields: RATE, order };
}

function calls(form) {
  const [lasting, amount] = (form.get("lasting") ?? "").split(" ");
  const body = { method: form.get("method").trim() || "*", share: Number(form.get("share")), ...botOf(form) };
  if (lasting) body[lasting] = Number(amount);
  if (form.has("retry")) body.retry_after = Number(form.get("retry"));
  if (form.has("latency")) body.latency_ms = Number(form.get("latency"));
  return body;
}

function botOf(form) {
  return form.get("bot") ? { bot_id: Number(form.get("bot")) } : {};
}

/** A fault at work, in one line. */
export function wordsOf(fault, bots) {
  return fault.source ? rateWords(fault) : callWords(fault, bots);
}

function rateWords({ source, assets, ofAll, fault, price }) {
  const coins = ofAll ? "every coin" : assets.join(", ");
  const what = price === null ? fault : `${price} dollars`;
  return `${source[0].toUpperCase()}${source.slice(1)}, ${coins}: ${what}`;
}

function callWords(fault, bots) {
  const bot = bots.find(({ id }) => id === fault.bot_id);
  const details = [
    bot ? `for ${bot.first_name}` : null,
    (fault.chat_id ?? null) === null ? null : `in chat ${fault.chat_id}`,
    fault.share < 1 ? `${Math.round(fault.share * 100)} % of the calls` : null,
    fault.count === null ? null : `${fault.count} left`,
    fault.until === null ? null : `${span(Math.max(0, Math.round(fault.until - Date.now() / 1000)))} left`,
    fault.hits ? `hit ${fault.hits} ×` : null,
  ];
  return [`${modeWords(fault)}, ${methodWords(fault)}`, ...details.filter(Boolean)].join(" · ");
}

function modeWords({ mode, status, latency_ms: latency, retry_after: retry, description }) {
  const words = {
    outage: "Outage",
    html: `${status} as HTML`,
    latency: `${latency} ms slower`,
    accepted_then_reset: "Answer lost",
    accepted_then_garbled: "Answer broken off",
    accepted_then_strange: "Strange answer",
  };
  return words[mode] ?? (status === 429 ? `429, retry after ${retry} s` : `${status} ${description ?? ""}`.trim());
}

function methodWords({ method }) {
  if (method === "*") return "every method";
  return METHODS.find((name) => name.toLowerCase() === method) ?? method;
}
