/** Finds what a customer is asked to pay, as a person would: in the copy buttons. */

import { chainOf } from "./chains.js";
import { isAmount } from "./money.js";

/** The newest invoice among messages, {chain, address, amount, date, deadline}, or null. */
export function newestInvoice(messages) {
  for (const message of [...messages].reverse()) {
    const found = invoiceOf(message);
    if (found) return found;
  }
  return null;
}

function invoiceOf(message) {
  const copies = copyTexts(message);
  const address = copies.find(chainOf);
  const amount = copies.find(isAmount);
  if (!address || !amount) return null;
  return { chain: chainOf(address), address, amount, date: message.date, deadline: deadlineOf(message) };
}

function copyTexts(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return rows.flat().flatMap((button) => (button.copy_text ? [button.copy_text.text] : []));
}

/** Unix seconds of the first moment the message names, or null. */
function deadlineOf({ entities, caption_entities: ofCaption }) {
  const moment = (entities ?? ofCaption ?? []).find(({ type }) => type === "date_time");
  return moment?.unix_time ?? null;
}
