/** What customers are asked to pay, read as a person would: from the copy buttons. */

import { chainOf, paidTo, paymentsTo, plainAddress } from "./chains.js";
import { recall, remember } from "./memory.js";
import { fits, isAmount, toUnits } from "./money.js";

const REMEMBERED = 300;
const read = new WeakMap();

/** Of each address the newest word counts, and what is paid in full is not offered any more. */
export class Invoices {
  #askedBy;
  #debts;
  #isNew = false;

  constructor() {
    const { askedBy = [], debts = [] } = JSON.parse(recall("invoices") ?? "{}");
    this.#askedBy = new Map(askedBy);
    this.#debts = new Map(debts);
  }

  /**
   * The newest unpaid one of some chats, {name, chain, address, amount, date, deadline}, or null.
   * chats: [{key, name, messages}]; chains: their states by name.
   */
  newest(chats, chains) {
    const words = new Map();
    for (const { key, name, messages } of chats) {
      for (const message of messages) this.#hear(words, `${key}/${message.message_id}`, name, message);
    }
    const open = [...words.values()].filter((word) => isPayable(word, chains) && !this.#isPaid(word, chains[word.chain]));
    this.#save();
    return open.sort(newestFirst)[0] ?? null;
  }

  /** A message that was edited takes back what it asked for before. */
  #hear(words, place, name, message) {
    const asked = invoiceOf(message);
    const before = this.#askedBy.get(place) ?? [];
    const own = asked ? plainAddress(asked.address) : null;
    if (own && !before.includes(own)) this.#note(this.#askedBy, place, [...before, own]);
    const said = message.edit_date ?? message.date;
    for (const address of this.#askedBy.get(place) ?? []) {
      if (isOutdone(words.get(address), said)) continue;
      words.set(address, address === own ? { ...asked, name, said } : { said });
    }
  }

  /** By the amount that was asked first, and what had been paid by then. */
  #isPaid({ address, amount, said }, chain) {
    const payments = paymentsTo(chain, address);
    const debt = this.#debtOf(address, () => toUnits(amount, chain.decimals) + sum(payments, address, said));
    const isCovered = payments.length > 0 && sum(payments, address) >= BigInt(debt.units);
    // Only the newest blocks are shown: a payment below them stays one.
    const isBuried = debt.since !== null && debt.since < (chain.blocks.at(-1)?.height ?? 0);
    const since = isCovered ? firstHeight(payments, chain.height + 1) : null;
    if (!isBuried && since !== debt.since) this.#note(this.#debts, plainAddress(address), { ...debt, since });
    return isCovered || isBuried;
  }

  #debtOf(address, units) {
    const key = plainAddress(address);
    if (!this.#debts.has(key)) this.#note(this.#debts, key, { units: String(units()), since: null });
    return this.#debts.get(key);
  }

  #note(map, key, value) {
    map.set(key, value);
    this.#isNew = true;
  }

  #save() {
    if (!this.#isNew) return;
    this.#isNew = false;
    const newest = (map) => [...map].slice(-REMEMBERED);
    remember("invoices", JSON.stringify({ askedBy: newest(this.#askedBy), debts: newest(this.#debts) }));
  }
}

/** What a message asks for; a message is never changed, only replaced by another. */
function invoiceOf(message) {
  if (!read.has(message)) read.set(message, readInvoice(message));
  return read.get(message);
}

function readInvoice(message) {
  const copies = copyTexts(message);
  const address = copies.find(chainOf);
  const amount = copies.find(isAmount);
  if (!address || !amount) return null;
  const { date, message_id: id } = message;
  return { chain: chainOf(address), address, amount, date, id, deadline: deadlineOf(message) };
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

/** In the same second, what takes back goes before what asks. */
const isOutdone = (before, said) => before && (before.said > said || (before.said === said && !before.amount));

const isPayable = ({ chain, amount }, chains) => Boolean(chains[chain]) && fits(amount, chains[chain].decimals);

function sum(payments, address, until = Infinity) {
  return payments.filter(({ seen }) => seen < until).reduce((units, one) => units + paidTo(one, address), 0n);
}

/** Of the block with the first payment; what waits can be in the next block. */
function firstHeight(payments, next) {
  return Math.min(...payments.filter(({ failed }) => !failed).map(({ height }) => height ?? next));
}

const newestFirst = (one, other) => other.date - one.date || other.id - one.id;
