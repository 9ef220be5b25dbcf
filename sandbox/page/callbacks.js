/** Pressed buttons wait here for the bot's answer. */

const LONGEST_WAIT = 15000;
const REMEMBERED = 100;

export class Callbacks {
  #waiting = new Map();
  #answered = [];

  constructor(world) {
    world.on("answer", ({ callback_query_id: id }) => this.#settle(id));
    world.on("load", () => this.#settleAll());
  }

  /** Resolves when the query is answered, even if the answer came first; gives up in the end. */
  wait(id) {
    if (this.#answered.includes(id)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      setTimeout(() => this.#settle(id), LONGEST_WAIT);
    });
  }

  #settle(id) {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
    this.#answered = [...this.#answered.slice(-REMEMBERED), id];
  }

  #settleAll() {
    for (const id of [...this.#waiting.keys()]) this.#settle(id);
  }
}
