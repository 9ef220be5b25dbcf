/** The Bitcoin chain: what waits, what is in blocks, and the levers to move it. */

import { post } from "./api.js";
import { everySecond } from "./clock.js";
import { relative } from "./datetime.js";
import { el, icon, part, setText } from "./dom.js";
import { toCoin } from "./money.js";

const BLOCKS_SHOWN = 4;
const short = (text) => `${text.slice(0, 8)}…${text.slice(-4)}`;

export class ChainPanel {
  #watched = "";
  #open = new Set();

  constructor(root, world, complain) {
    Object.assign(this, { root, world, complain });
    this.transaction = part(root, "transaction");
    for (const type of ["load", "chain"]) world.on(type, () => this.draw());
    everySecond(() => refreshAges(root));
    this.#listen();
  }

  /** Payments to this address stand out. */
  watch(address) {
    this.#watched = address;
    this.draw();
  }

  draw() {
    const state = this.world.chains.btc;
    this.root.hidden = !state;
    if (!state) return;
    setText(part(this.root, "height"), `Block ${state.height}`);
    this.root.classList.toggle("has-waiting", state.mempool.length > 0);
    this.#drawMempool(state.mempool);
    const newest = state.blocks.slice(0, BLOCKS_SHOWN);
    part(this.root, "blocks").replaceChildren(...newest.map((block) => this.#block(block)));
    this.#drawChoice(state.mempool);
  }

  #listen() {
    for (const button of this.root.querySelectorAll("button[data-mine]")) {
      button.addEventListener("click", () => this.#act("mine", { blocks: Number(button.dataset.mine) }));
    }
    const chosen = () => ({ txid: this.transaction.value });
    part(this.root, "replace").addEventListener("click", () => this.#act("replace", chosen()));
    part(this.root, "drop").addEventListener("click", () => this.#act("drop", chosen()));
    part(this.root, "reorg").addEventListener("click", () => this.#act("reorg", this.#reorg()));
  }

  #act(lever, body) {
    post(`chains/btc/${lever}`, body).catch(this.complain);
  }

  #reorg() {
    return { depth: Number(part(this.root, "depth").value), keep: part(this.root, "keep").checked };
  }

  #drawMempool(mempool) {
    const waiting = mempool.length;
    setText(part(this.root, "waiting"), waiting ? `${waiting} waiting for a block` : "No payment waits for a block");
    part(this.root, "mempool").replaceChildren(...mempool.map((one) => this.#transaction(one)));
  }

  #drawChoice(mempool) {
    const chosen = this.transaction.value;
    const options = mempool.map(({ txid }) => el("option", { value: txid }, short(txid)));
    this.transaction.replaceChildren(...options);
    if (mempool.some(({ txid }) => txid === chosen)) this.transaction.value = chosen;
    for (const name of ["replace", "drop"]) part(this.root, name).disabled = mempool.length === 0;
  }

  #block({ height, hash, time, transactions }) {
    const count = transactions.length;
    const ontoggle = (event) => this.#remember(hash, event.target.open);
    const head = el("summary", {},
      el("b", {}, `#${height}`),
      el("span", {}, count === 1 ? "1 transaction" : `${count} transactions`),
      age(time));
    const rows = transactions.map((one) => this.#transaction(one));
    const open = this.#open.has(hash) || transactions.some((one) => this.#isWatched(one));
    return el("li", { class: count ? "block full" : "block" },
      el("details", { open, ontoggle, title: hash }, head, ...rows));
  }

  #remember(hash, isOpen) {
    if (isOpen) this.#open.add(hash);
    else this.#open.delete(hash);
  }

  #isWatched({ outputs }) {
    return outputs.some(({ address }) => address === this.#watched);
  }

  #transaction(transaction) {
    const watched = this.#isWatched(transaction);
    const shown = watched
      ? transaction.outputs.find(({ address }) => address === this.#watched)
      : transaction.outputs[0];
    return el("div", { class: watched ? "transaction watched" : "transaction", title: transaction.txid },
      icon("coins"),
      el("code", {}, short(shown?.address ?? transaction.txid)),
      el("b", {}, shown ? `${toCoin(BigInt(shown.amount))} BTC` : ""));
  }
}

function age(unix) {
  return el("small", { "data-age": unix }, relative(unix, 1));
}

function refreshAges(root) {
  for (const node of root.querySelectorAll("[data-age]")) {
    setText(node, relative(Number(node.dataset.age), 1));
  }
}
