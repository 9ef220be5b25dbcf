/** The blockchains: one tab each, the payment, what waits, what is in blocks, and the levers. */

import { post } from "./api.js";
import { Blocks } from "./blocks.js";
import { awaitsFinality, described, isSame, isTo, untilFinal } from "./chains.js";
import { el, part, setText } from "./dom.js";
import { Invoices } from "./invoice.js";
import { arrowKeys, drawList, mark } from "./lists.js";
import { PayPanel } from "./pay-panel.js";
import { Progress } from "./progress.js";

/** What wears the flag, by the step a visitor does next. */
const MARKED = { pay: "pay-panel", mine: "mining", final: "mining" };

export class ChainPanel {
  #chosen = "";
  #invoice = null;
  #newest = 0;
  #invoices = new Invoices();
  #watched = { chain: "", address: "" };
  #paid = "";

  /** customers(): [{name, messages}] of those on screen; next(step): what a visitor does next. */
  constructor(root, world, { customers, next, complain }) {
    Object.assign(this, { root, world, customers, next, complain });
    this.tabs = part(root, "chain-tabs");
    this.pay = new PayPanel(part(root, "pay-panel"), (payment) => this.#pay(payment), complain);
    this.progress = new Progress(part(root, "progress"));
    this.blocks = new Blocks(root, this.#transactionLevers());
    arrowKeys(this.tabs);
    this.#listen();
  }

  get invoice() {
    return this.#invoice;
  }

  /** Looks at chats and chains again: the newest unpaid invoice that a customer has on screen. */
  refresh() {
    const found = this.#invoices.newest(this.customers(), this.world.chains);
    if (keyOf(found) === keyOf(this.#invoice)) return;
    const isOlder = found && found.date < this.#newest;
    this.#invoice = found;
    this.#newest = Math.max(this.#newest, found?.date ?? 0);
    if (found && !(isOlder && this.#waits())) this.#turnTo(found);
    this.pay.offer(found);
    this.draw();
  }

  /** Shows the invoice's chain and pays, whatever is on screen. */
  payInvoice() {
    if (!this.#invoice) return;
    if (this.#invoice.chain !== this.#chosen) this.#turnTo(this.#invoice);
    part(this.pay.root, "pay").click();
  }

  draw() {
    const names = Object.keys(this.world.chains);
    this.root.hidden = names.length === 0;
    if (names.length === 0) return;
    if (!names.includes(this.#chosen)) this.#chosen = names[0];
    const chain = this.#current();
    this.#drawTabs(names);
    this.#drawHead(chain);
    this.pay.draw(chain);
    this.blocks.draw(chain, this.#address(chain));
    this.progress.draw(chain, this.#address(chain));
    this.#drawNext(chain);
  }

  #listen() {
    this.world.on("chain", ({ chain }) => {
      if (chain === this.#chosen) this.blocks.follow();
      this.refresh();
      this.draw();
    });
    for (const type of ["load", "message", "edit", "delete"]) this.world.on(type, () => this.refresh());
    this.world.on("load", () => this.draw());
    for (const button of this.root.querySelectorAll("button[data-mine]")) {
      button.addEventListener("click", () => this.#act("mine", { blocks: Number(button.dataset.mine) }));
    }
    part(this.root, "until-final").addEventListener("click", () => this.mineUntilFinal());
    part(this.root, "reorg").addEventListener("submit", (event) => this.#reorganise(event));
    part(this.root, "stall").addEventListener("change", ({ target }) => this.#act("stall", { on: target.checked }));
    part(this.root, "sweep").addEventListener("click", () => this.#act("sweep", { address: this.pay.to }));
  }

  mineUntilFinal() {
    this.#act("mine", { blocks: untilFinal(this.#current()) });
  }

  #current() {
    return this.#described(this.#chosen);
  }

  #described(name) {
    return described(name, this.world.chains[name]);
  }

  /** Whether the payment that is watched needs a block. */
  #waits() {
    const { chain, address } = this.#watched;
    return this.world.chains[chain]?.mempool.some((one) => isTo(one, address)) ?? false;
  }

  #turnTo(invoice) {
    this.#watched = invoice;
    this.#choose(invoice.chain);
  }

  #choose(name) {
    this.#chosen = name;
    this.blocks.follow();
    this.draw();
  }

  #address({ name }) {
    return this.#watched.chain === name ? this.#watched.address : "";
  }

  #drawTabs(names) {
    this.tabs.hidden = names.length < 2;
    drawList(this.tabs, names, {
      keyOf: (name) => name,
      make: (name) => this.#tab(name),
      update: (tab, name) => tab.classList.toggle("asked", name === this.#invoice?.chain),
    });
    mark(this.tabs.children, [...this.tabs.children].find(({ dataset }) => dataset.key === this.#chosen), "aria-selected");
  }

  #tab(name) {
    const { asset, title } = this.#described(name);
    const props = { type: "button", role: "tab", title, "data-testid": `chain-${name}`, "aria-controls": "chain-body" };
    return el("button", { ...props, onclick: () => this.#choose(name) }, el("i", { class: `coin ${name}` }), asset);
  }

  #drawHead({ name, title, unitTitle, unit, height, finalHeight, finalLag, levers, stalled }) {
    this.root.dataset.chain = name;
    setText(part(this.root, "chain-name"), title);
    setText(part(this.root, "height"), `${unitTitle} ${height}`);
    const final = part(this.root, "final");
    final.hidden = finalHeight === null;
    setText(final, `final to ${finalHeight}`);
    part(this.root, "finality").hidden = finalLag === null;
    setText(part(this.root, "mine-label"), `Mine 1 ${unit}`);
    for (const lever of ["reorg", "stall", "sweep"]) part(this.root, lever).hidden = !levers.has(lever);
    part(this.root, "mining").hidden = !levers.has("mine");
    part(this.root, "stall").firstElementChild.checked = stalled;
  }

  #drawNext(chain) {
    this.root.classList.toggle("has-waiting", chain.mempool.length > 0);
    const step = this.#step(chain, this.#address(chain));
    const isElsewhere = step === "pay" && this.#invoice.chain !== chain.name;
    const marked = isElsewhere ? "" : step;
    const isNew = marked !== this.root.dataset.next;
    this.root.dataset.next = marked;
    if (isNew && marked) part(this.root, MARKED[marked]).scrollIntoView({ block: "nearest" });
    this.next(step, this.#invoice, isElsewhere ? this.#described(this.#invoice.chain) : chain);
  }

  /** What a visitor does next: "pay", "mine", "final", or "" when it is the chat's turn. */
  #step(chain, ours) {
    if (ours ? chain.mempool.some((one) => isTo(one, ours)) : chain.mempool.length) return "mine";
    if (this.#invoice && keyOf(this.#invoice) !== this.#paid) return "pay";
    return chain.stalled || !awaitsFinality(chain, ours) ? "" : "final";
  }

  async #pay(payment) {
    await post(`chains/${this.#chosen}/pay`, payment);
    if (isSame(payment.address, this.#invoice?.address)) this.#paid = keyOf(this.#invoice);
    this.#watched = { chain: this.#chosen, address: payment.address };
    this.draw();
  }

  #act(lever, body) {
    post(`chains/${this.#chosen}/${lever}`, body).catch(this.complain);
  }

  #reorganise(event) {
    event.preventDefault();
    const { depth, keep } = event.target.elements;
    this.#act("reorg", { depth: Number(depth.value), keep: keep.checked });
  }

  #transactionLevers() {
    const to = ({ outputs }) => ({ address: outputs[0]?.address });
    return {
      replaceSame: (one) => this.#act("replace", { txid: one.txid, ...to(one) }),
      replaceBack: ({ txid }) => this.#act("replace", { txid }),
      replaceTyped: ({ txid }) => this.#redirect(txid),
      drop: ({ txid }) => this.#act("drop", { txid }),
      rebroadcast: ({ txid }) => this.#act("rebroadcast", { txid }),
    };
  }

  #redirect(txid) {
    try {
      this.#act("replace", { txid, ...this.pay.typed() });
    } catch (error) {
      this.complain(error);
    }
  }
}

function keyOf(invoice) {
  return invoice ? [invoice.chain, invoice.address, invoice.amount].join(" ") : "";
}
