/** Finds what a customer is asked to pay, as a person would: in the copy buttons. */

import { isAmount } from "./money.js";

const ADDRESS = /^bcrt1[a-z0-9]{20,80}$/;

/** The newest invoice among messages, {address, amount, date}, or null. */
export function newestInvoice(messages) {
  for (const message of [...messages].reverse()) {
    const found = invoiceOf(message);
    if (found) return found;
  }
  return null;
}

function invoiceOf(message) {
  const copies = copyTexts(message);
  const address = copies.find((text) => ADDRESS.test(text));
  if (!address) return null;
  return { address, amount: copies.find(isAmount) ?? "", date: message.date };
}

function copyTexts(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return rows.flat().flatMap((button) => (button.copy_text ? [button.copy_text.text] : []));
}
