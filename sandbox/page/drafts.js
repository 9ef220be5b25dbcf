/** What was begun and not sent, per person, chat and topic; it outlives a reload of this tab. */

const PREFIX = "sandbox.draft.";
const begun = new Map();

export function draft(key) {
  return begun.get(key) ?? stored(key);
}

export function keepDraft(key, text) {
  begun.set(key, text);
  try {
    if (text) sessionStorage.setItem(PREFIX + key, text);
    else sessionStorage.removeItem(PREFIX + key);
  } catch {
    // A browser without storage keeps drafts until the reload.
  }
}

function stored(key) {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? "";
  } catch {
    return "";
  }
}
