/** The page's own address as a deep link: /?start=payload, with &bot=username for another bot. */

let isOpened = false;

/** Opens what the address asks for, once, in this column. */
export function openLinkOfPage(column) {
  const asked = new URLSearchParams(location.search);
  const payload = asked.get("start");
  if (isOpened || payload === null) return;
  isOpened = true;
  const username = asked.get("bot") ?? column.world.bot.username;
  column.actions.openBot({ username, start: payload, startgroup: null, app: null, startapp: null });
  history.replaceState(null, "", location.pathname);
}
