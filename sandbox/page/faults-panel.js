/** Faults: what shall go wrong at Telegram and the exchanges, and what goes wrong now. */

import { get, post, remove } from "./api.js";
import { everySecond } from "./clock.js";
import { el, icon, part, setText } from "./dom.js";
import { KINDS, METHODS, wordsOf } from "./faults.js";
import { drawList } from "./lists.js";
import { title } from "./people.js";

export class FaultsPanel {
  #spoiled = [];

  constructor(root, world, complain) {
    Object.assign(this, { root, world, complain });
    this.form = part(root, "fault");
    this.#fill();
    this.form.addEventListener("submit", (event) => this.#install(event));
    this.form.elements.kind.addEventListener("change", () => this.#showFields());
    part(root, "flood").firstElementChild.addEventListener("change", ({ target }) => this.#limit(target));
    for (const type of ["load", "faults", "limits", "bot"]) world.on(type, () => this.draw());
    world.on("load", () => this.#readRates());
    everySecond(() => this.draw());
  }

  draw() {
    const { limits } = this.world;
    const all = this.#all();
    const count = part(this.root, "fault-count");
    setText(count, all.length ? `${all.length} at work` : "none");
    count.classList.toggle("late", all.length > 0);
    drawList(part(this.root, "faults"), all, {
      keyOf: ({ key }) => key,
      make: ({ key }) => this.#row(key),
      update: (row, fault) => setText(part(row, "words"), wordsOf(fault, this.world.bots)),
    });
    part(this.root, "flood").firstElementChild.checked = Boolean(limits.flood);
    this.#showFields();
  }

  #all() {
    return [...this.world.faults.map((fault) => ({ ...fault, key: `telegram ${fault.id}` })), ...this.#spoiled];
  }

  #fill() {
    const { kind } = this.form.elements;
    const groups = Object.entries(KINDS).map(([label, kinds]) =>
      el("optgroup", { label }, Object.entries(kinds).map(([value, { words }]) => el("option", { value }, words))));
    kind.append(...groups);
    part(this.root, "fault").querySelector("datalist").append(...METHODS.map((value) => el("option", { value })));
  }

  #kind() {
    const { value } = this.form.elements.kind;
    return Object.assign({}, ...Object.values(KINDS))[value];
  }

  #showFields() {
    const { bots } = this.world;
    const shown = new Set(this.#kind().fields.filter((name) => name !== "bot" || bots.length > 1));
    for (const label of this.form.querySelectorAll("[data-for]")) {
      label.hidden = !shown.has(label.dataset.for);
      for (const field of label.querySelectorAll("input, select")) field.disabled = label.hidden;
    }
    drawList(this.form.elements.bot, [{ id: "", first_name: "every bot" }, ...bots], {
      keyOf: ({ id }) => id,
      make: (bot) => el("option", { value: bot.id }, title(bot)),
    });
  }

  #row(key) {
    const onclick = () => this.#remove(this.#all().find((fault) => fault.key === key));
    const button = el("button", { type: "button", onclick, "aria-label": "Remove", title: "Remove", "data-testid": "fault-remove" }, icon("close"));
    return el("li", {}, el("span", { "data-part": "words" }), button);
  }

  async #install(event) {
    event.preventDefault();
    const { path, body } = this.#kind().order(new FormData(this.form));
    await this.#told(post(path, body));
  }

  async #remove({ id, source, assets }) {
    if (!source) await this.#told(remove(`faults/${id}`));
    for (const asset of assets ?? []) await this.#told(post("rates", { source, asset, clear: true }));
  }

  async #limit({ checked }) {
    await this.#told(post("limits", { flood: checked }));
  }

  async #told(answer) {
    try {
      const { spoiled } = await answer;
      if (spoiled) this.#setSpoiled(spoiled);
    } catch (error) {
      this.complain(error);
    }
  }
  async #readRates() {
    const rates = await get("rates").catch(this.complain);
    if (!rates) return;
    offer(this.form.elements.exchange, rates.sources);
    offer(this.form.elements.coin, rates.assets);
    this.#setSpoiled(rates.spoiled);
  }

  #setSpoiled(spoiled) {
    const coins = this.form.elements.coin.length - 1;
    this.#spoiled = together(spoiled, coins);
    this.draw();
  }
}

/** One row for all coins that are spoiled alike at one exchange. */
function together(spoiled, count) {
  const rows = new Map();
  for (const { source, asset, fault, price } of spoiled) {
    const key = `rate ${source} ${fault} ${price}`;
    const assets = [...(rows.get(key)?.assets ?? []), asset];
    rows.set(key, { key, source, fault, price, assets, ofAll: assets.length === count });
  }
  return [...rows.values()];
}

function offer(select, choices) {
  drawList(select, ["", ...choices], {
    keyOf: (choice) => choice,
    make: (choice) => el("option", { value: choice }, choice || "all"),
  });
}
