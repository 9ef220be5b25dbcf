/** What the browser remembers of the reader's choices, where it is allowed to. */

export function recall(name) {
  try {
    return localStorage.getItem(`sandbox.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`sandbox.${name}`, value);
  } catch {
    // A browser without storage forgets; the page works all the same.
  }
}
