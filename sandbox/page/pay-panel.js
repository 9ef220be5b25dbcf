/** Paying an invoice: filled in from the newest one that a customer has on screen. */

import { post } from "./api.js";
import { part, setText } from "./dom.js";
import { newestInvoice } from "./invoice.js";
import { scaled, toCoin, toUnits } from "./money.js";

export class PayPanel {
  #taken = "";

  /** customers(): the customers on screen; watched(address): whom to look out for in the chain. */
  constructor(root, world, { customers, watched, complain }) {
    Object.assign(this, { root, world, customers, watched, complain });
    this.address = part(root, "address");
    this.amount = part(root, "amount");
    this.hint = part(root, "hint");
    this.#onPay("pay", (text) => toCoin(toUnits(text)));
    this.#onPay("pay-half", (text) => scaled(text, 1n, 2n));
    this.#onPay("pay-double", (text) => scaled(text, 2n));
    for (const type of ["load", "message", "edit"]) world.on(type, () => this.prefill());
  }

  /** A new invoice fills the fields; what a person typed stays until then. */
  prefill() {
    const found = this.#newest();
    const key = JSON.stringify(found);
    if (!found || key === this.#taken) return;
    this.#taken = key;
    this.address.value = found.address;
    this.amount.value = found.amount;
    this.watched(found.address);
    setText(this.hint, `From the invoice in ${found.name}’s chat`);
  }

  #newest() {
    const found = this.customers().map((person) => {
      const messages = this.world.messages(person.id);
      const invoice = newestInvoice(messages);
      return invoice && { ...invoice, name: person.first_name };
    });
    return found.filter(Boolean).sort((one, other) => other.date - one.date)[0] ?? null;
  }

  #onPay(name, amountOf) {
    part(this.root, name).addEventListener("click", () => this.#pay(amountOf));
  }

  async #pay(amountOf) {
    try {
      const payment = { address: this.address.value.replace(/\s/g, ""), amount: amountOf(this.amount.value) };
      await post("chains/btc/pay", payment);
      setText(this.hint, `Sent ${payment.amount} BTC. It waits for a block.`);
    } catch (error) {
      this.complain(error);
    }
  }
}
