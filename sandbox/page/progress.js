/** How far payments to the watched address got: mempool, block, confirmations or finality. */

import { paidTo, paymentsTo } from "./chains.js";
import { el, part, setText } from "./dom.js";
import { drawList } from "./lists.js";
import { briefCoin } from "./money.js";

const DEEP = 6;
const SHOWN = 3;

export class Progress {
  #address = "";
  #seen = new Map();

  constructor(list) {
    this.list = list;
  }

  /** The payments to an address, newest first; those that vanished are kept, as gone. */
  draw(chain, address) {
    if (address !== this.#address) this.#seen.clear();
    this.#address = address;
    const places = paymentsTo(chain, address).map((one) => placeOf(one, address));
    for (const place of places) this.#seen.set(place.txid, place);
    const shown = [...this.#seen.values()].map((place) => stage(chain, place, places));
    drawList(this.list, shown.reverse().slice(0, SHOWN), { keyOf: ({ txid }) => txid, make, update });
    this.list.hidden = shown.length === 0;
  }
}

function placeOf(one, address) {
  const units = paidTo({ ...one, failed: false }, address);
  return { txid: one.txid, units, failed: Boolean(one.failed), height: one.height };
}

/** Where a payment stands: in words, and as the share of each of the three steps. */
function stage(chain, place, places) {
  const { unit, height, finalHeight } = chain;
  const amount = `${briefCoin(place.units, chain.decimals)} ${chain.asset}`;
  const said = (words, ...steps) => ({ ...place, amount, words, steps });
  const oldest = chain.blocks.at(-1)?.height ?? 0;
  const isThere = places.some(({ txid }) => txid === place.txid);
  if (!isThere && !(place.height !== null && place.height < oldest)) return said("gone", 0, 0, 0);
  if (place.height === null) return said(`waits for a ${unit}`, 1, 0, 0);
  if (place.failed) return said("failed", 1, 1, 0);
  const depth = height - place.height + 1;
  if (finalHeight === null) {
    return said(depth === 1 ? "1 confirmation" : `${depth} confirmations`, 1, 1, Math.min(depth / DEEP, 1));
  }
  const left = place.height - finalHeight;
  if (left <= 0) return said("final", 1, 1, 1);
  return said(`${unit} ${place.height}, not final`, 1, 1, Math.min(depth / (depth + left), 0.9));
}

function make() {
  const track = el("span", { class: "track", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  return el("li", {}, el("b", { "data-part": "paid" }), el("span", { "data-part": "stage" }), track);
}

function update(node, { amount, words, steps, txid }) {
  node.title = txid;
  node.className = words === "gone" || words === "failed" ? "lost" : steps.at(-1) === 1 ? "done" : "";
  setText(part(node, "paid"), amount);
  setText(part(node, "stage"), words);
  [...node.querySelectorAll("i")].forEach((step, place) => step.style.setProperty("--done", steps[place]));
}
