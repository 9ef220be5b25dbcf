/** The sandbox's time (it may run ahead of ours) and one tick a second. */

let ahead = 0;

export function setClock(unixSeconds) {
  ahead = unixSeconds * 1000 - Date.now();
}

/** Milliseconds since 1970, sandbox time. */
export const now = () => Date.now() + ahead;

export function everySecond(listener) {
  listener();
  setInterval(listener, 1000);
}
