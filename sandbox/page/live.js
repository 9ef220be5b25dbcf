/** Keeps the world up to date: server-sent events, and the whole state after any loss. */

import { getState } from "./api.js";

const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 4000;

export function follow(world) {
  new Connection(world).open();
}

class Connection {
  #pause = FIRST_PAUSE;

  constructor(world) {
    this.world = world;
  }

  async open() {
    const state = await getState().catch(() => null);
    if (!state) return this.#lost();
    this.world.load(state);
    this.#listen();
  }

  #listen() {
    const source = new EventSource(`/control/events?after=${this.world.seq}`);
    source.onopen = () => this.#found();
    source.onmessage = ({ data }) => this.#take(JSON.parse(data), source);
    source.onerror = () => {
      source.close();
      this.#lost();
    };
  }

  #take(event, source) {
    if (event.type !== "reset") {
      this.world.apply(event);
      return;
    }
    source.close();
    this.open();
  }

  #found() {
    this.#pause = FIRST_PAUSE;
    this.world.emit("online");
  }

  #lost() {
    this.world.emit("offline");
    setTimeout(() => this.open(), this.#pause);
    this.#pause = Math.min(this.#pause * 1.6, LONGEST_PAUSE);
  }
}
