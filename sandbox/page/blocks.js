/** The chain as a row of tiles, what waits first; below it, what is inside the chosen one. */

import { isSame, isTo, paidTo, short } from "./chains.js";
import { everySecond, now } from "./clock.js";
import { span } from "./datetime.js";
import { el, icon, part, setText } from "./dom.js";
import { arrowKeys, drawList, mark } from "./lists.js";
import { briefCoin, toCoin } from "./money.js";

const MEMPOOL = "mempool";
const LEVERS = {
  replaceSame: { needs: "replace", label: "Raise the fee", title: "The same payment in another transaction" },
  replaceBack: { needs: "replace", label: "Take back", title: "Replaced: the payer gets the coins back" },
  replaceTyped: { needs: "replace", label: "Redirect", title: "Replaced by the address and amount typed above" },
  drop: { needs: "drop", label: "Drop", title: "The network forgets it" },
  rebroadcast: { label: "Send again", title: "Into the mempool, as it was" },
};

export class Blocks {
  #chosen = null;
  #chain = null;
  #watched = "";

  /** actions: replaceSame, replaceBack, replaceTyped, drop and rebroadcast, with a transaction. */
  constructor(root, actions) {
    this.actions = actions;
    this.tower = part(root, "tower");
    this.inside = part(root, "inside");
    this.note = part(root, "inside-note");
    arrowKeys(this.tower);
    everySecond(() => refreshAges(root));
  }

  /** News choose by themselves what to show: what waits, or the newest block with a payment. */
  follow() {
    this.#chosen = null;
  }

  draw(chain, watched) {
    if (chain.name !== this.#chain?.name) this.tower.replaceChildren();
    this.#chain = chain;
    this.#watched = watched;
    const tiles = [{ key: MEMPOOL, transactions: chain.mempool }, ...chain.blocks.map(tileOf)];
    drawList(this.tower, tiles, {
      keyOf: ({ key }) => key,
      make: (tile) => this.#tile(tile),
      update: (node, tile) => this.#refresh(node, tile),
    });
    const chosen = tiles.find(({ key }) => key === this.#chosen) ?? newsworthy(tiles);
    mark(this.tower.children, [...this.tower.children].find(({ dataset }) => dataset.key === chosen.key));
    this.#drawInside(chosen);
  }

  #tile({ key, height, time }) {
    const choose = () => {
      this.#chosen = key;
      this.draw(this.#chain, this.#watched);
    };
    const head = el("b", {}, key === MEMPOOL ? icon("hourglass") : `${height}`);
    const props = { type: "button", role: "radio", class: `cube ${key === MEMPOOL ? key : ""}`, onclick: choose };
    const since = time ? el("small", { "data-age": time }, age(time)) : null;
    return el("button", props, head, el("span", { "data-part": "count" }), since);
  }

  #refresh(node, { key, height, transactions }) {
    const count = transactions.length;
    const waits = key === MEMPOOL;
    const { unitTitle, finalHeight } = this.#chain;
    const isFinal = !waits && finalHeight !== null && height <= finalHeight;
    node.classList.toggle("full", count > 0);
    node.classList.toggle("final", isFinal);
    node.classList.toggle("ours", transactions.some((one) => isTo(one, this.#watched)));
    setText(part(node, "count"), waits ? `${count} waiting` : `${count} tx`);
    const name = waits ? "Mempool" : `${unitTitle} ${height}${isFinal ? ", final" : ""}`;
    node.setAttribute("aria-label", `${name}, ${plural(count, "transaction")}`);
    node.title = waits ? "Waiting for a block" : name;
  }

  #drawInside({ key, height, transactions }) {
    const waits = key === MEMPOOL;
    this.inside.dataset.waits = waits;
    this.inside.dataset.testid = waits ? MEMPOOL : "in-block";
    setText(this.note, this.#words(waits, height, transactions.length));
    const forgotten = waits ? this.#chain.dropped.map((one) => ({ ...one, dropped: true })) : [];
    drawList(this.inside, [...transactions, ...forgotten], {
      keyOf: ({ txid, dropped }) => `${key} ${txid} ${dropped}`,
      make: (one) => this.#transaction(one, waits),
      update: (node, one) => node.classList.toggle("watched", isTo(one, this.#watched)),
    });
  }

  #words(waits, height, count) {
    const { unit, unitTitle } = this.#chain;
    if (waits) return count ? `${count} waiting for a ${unit}` : `No payment waits for a ${unit}`;
    return `${unitTitle} ${height}: ${count ? plural(count, "transaction") : "no transactions"}`;
  }

  #transaction(one, waits) {
    const { asset, decimals, name } = this.#chain;
    const shown = this.#shownOutput(one);
    const units = paidTo(one, shown?.address) || BigInt(shown?.amount ?? 0);
    const brief = el("summary", {},
      el("i", { class: `coin ${name}` }),
      el("code", {}, shown ? short(shown.address ?? one.txid) : "back to the payer"),
      ...chips(one),
      el("b", { title: `${toCoin(units, decimals)} ${asset}` }, shown ? `${briefCoin(units, decimals)} ${asset}` : ""));
    return el("details", { class: one.failed ? "transaction failed" : "transaction", title: one.txid },
      brief,
      ...one.outputs.map((output) => this.#output(output)),
      el("p", { class: "faint" }, "Transaction"), el("code", {}, one.txid),
      waits ? this.#levers(one) : null);
  }

  #shownOutput({ outputs }) {
    return outputs.find(({ address }) => isSame(address, this.#watched)) ?? outputs[0];
  }

  #output({ address, amount }) {
    const { asset, decimals } = this.#chain;
    const head = el("p", { class: "faint" }, `${toCoin(BigInt(amount), decimals)} ${asset} to`);
    return el("div", {}, head, el("code", {}, address ?? "nobody’s address"));
  }

  #levers(one) {
    const { levers } = this.#chain;
    const shown = one.dropped ? ["rebroadcast"] : Object.keys(LEVERS).filter((name) => levers.has(LEVERS[name].needs));
    return el("div", { class: "buttons" }, shown.map((name) => {
      const { label, title } = LEVERS[name];
      const onclick = () => this.actions[name](one);
      return el("button", { type: "button", "data-testid": name, title, onclick }, label);
    }));
  }
}

function tileOf({ hash, height, time, transactions }) {
  return { key: hash, height, time, transactions };
}

function newsworthy(tiles) {
  return tiles.find(({ transactions }) => transactions.length) ?? tiles[0];
}

function chips({ failed, via, dropped }) {
  const texts = [via === "contract" ? "contract" : null, failed ? "failed" : null, dropped ? "dropped" : null];
  return texts.filter(Boolean).map((text) => el("span", { class: `chip ${text}` }, text));
}

function plural(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function age(unix) {
  return span(Math.max(0, Math.round(now() / 1000 - unix)), 1);
}

function refreshAges(root) {
  for (const node of root.querySelectorAll("[data-age]")) {
    setText(node, age(Number(node.dataset.age)));
  }
}
