/** The chain as a row of tiles, what waits first; below it, what is inside the chosen one. */

import { isTo, paidTo, short } from "./chains.js";
import { everySecond, now } from "./clock.js";
import { span } from "./datetime.js";
import { el, icon, part, setText } from "./dom.js";
import { arrowKeys, drawList, mark } from "./lists.js";
import { briefCoin, toCoin } from "./money.js";

const MEMPOOL = "mempool";

export class Blocks {
  #chosen = null;
  #chain = null;
  #watched = "";

  /** actions: replaceSame, replaceBack, replaceTyped and drop, each with a transaction. */
  constructor(root, actions) {
    this.actions = actions;
    this.strip = part(root, "strip");
    this.inside = part(root, "inside");
    this.note = part(root, "inside-note");
    arrowKeys(this.strip);
    everySecond(() => refreshAges(root));
  }

  /** News choose by themselves what to show: what waits, or the newest block with a payment. */
  follow() {
    this.#chosen = null;
  }

  draw(chain, watched) {
    if (chain.name !== this.#chain?.name) this.strip.replaceChildren();
    this.#chain = chain;
    this.#watched = watched;
    const tiles = [{ key: MEMPOOL, transactions: chain.mempool }, ...chain.blocks.map(tileOf)];
    drawList(this.strip, tiles, {
      keyOf: ({ key }) => key,
      make: (tile) => this.#tile(tile),
      update: (node, tile) => this.#refresh(node, tile),
    });
    const chosen = tiles.find(({ key }) => key === this.#chosen) ?? newsworthy(tiles);
    mark(this.strip.children, [...this.strip.children].find(({ dataset }) => dataset.key === chosen.key));
    this.#drawInside(chosen);
  }

  #tile({ key, height, time }) {
    const choose = () => {
      this.#chosen = key;
      this.draw(this.#chain, this.#watched);
    };
    const head = el("b", {}, key === MEMPOOL ? icon("hourglass") : `${height}`);
    const props = { type: "button", role: "radio", class: `tile ${key === MEMPOOL ? key : ""}`, onclick: choose };
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
    drawList(this.inside, transactions, {
      keyOf: ({ txid }) => `${key} ${txid}`,
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
    const { asset, decimals } = this.#chain;
    const shown = this.#shownOutput(one);
    const units = paidTo(one, shown?.address) || BigInt(shown?.amount ?? 0);
    const brief = el("summary", {},
      el("i", { class: `coin ${this.#chain.name}` }),
      el("code", {}, short(shown?.address ?? one.txid)),
      ...chips(one),
      el("b", { title: `${toCoin(units, decimals)} ${asset}` }, `${briefCoin(units, decimals)} ${asset}`));
    return el("details", { class: one.failed ? "transaction failed" : "transaction", title: one.txid },
      brief,
      ...one.outputs.map((output) => this.#output(output)),
      el("p", { class: "faint" }, "Transaction"), el("code", {}, one.txid),
      waits ? this.#levers(one) : null);
  }

  #shownOutput({ outputs }) {
    return outputs.find(({ address }) => address === this.#watched) ?? outputs[0];
  }

  #output({ address, amount }) {
    const { asset, decimals } = this.#chain;
    const head = el("p", { class: "faint" }, `${toCoin(BigInt(amount), decimals)} ${asset} to`);
    return el("div", {}, head, el("code", {}, address ?? "nobody’s address"));
  }

  #levers(one) {
    const { levers } = this.#chain;
    const lever = (name, label, title) => {
      const onclick = () => this.actions[name](one);
      return el("button", { type: "button", "data-testid": name, title, onclick }, label);
    };
    return el("div", { class: "buttons two" },
      ...(levers.has("replace")
        ? [
            lever("replaceSame", "Raise the fee", "The same payment in another transaction"),
            lever("replaceBack", "Take back", "Replaced: the payer gets the coins back"),
            lever("replaceTyped", "Redirect", "Replaced by the address and amount typed above"),
          ]
        : []),
      levers.has("drop") ? lever("drop", "Drop", "The network forgets it") : null);
  }
}

function tileOf({ hash, height, time, transactions }) {
  return { key: hash, height, time, transactions };
}

function newsworthy(tiles) {
  return tiles.find(({ transactions }) => transactions.length) ?? tiles[0];
}

function chips({ failed, via }) {
  const texts = [via === "contract" ? "contract" : null, failed ? "failed" : null];
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
