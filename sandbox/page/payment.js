/** An invoice in the chat, and what became of it. */

import { price } from "./units.js";
import { h, icon } from "./vdom.js";

export function invoiceCard(message, { payments }) {
  const { invoice } = message;
  const paid = lastPayment(message, payments);
  return h("div", { class: "invoice", key: "invoice" },
    h("b", { class: "invoice-title", dir: "auto" }, invoice.title),
    h("p", { dir: "auto" }, invoice.description),
    h("p", { class: "invoice-total" }, h("b", {}, price(invoice.currency, invoice.total_amount)), stamp(paid)));
}

/** The newest payment for a message, or null. */
export function lastPayment(message, payments) {
  const here = payments.filter((one) => one.message_id === message.message_id && one.bot_id === message.from?.id);
  return here.at(-1) ?? null;
}

function stamp(payment) {
  if (payment?.status === "paid") return h("span", { class: "stamp paid" }, icon("check"), "Paid");
  if (payment?.status === "refunded") return h("span", { class: "stamp" }, "Refunded");
  return null;
}
