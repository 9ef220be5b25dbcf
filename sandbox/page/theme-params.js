/** The page's colours as Telegram tells them to Mini Apps: hex, by name. */

/** https://core.telegram.org/bots/webapps#themeparams */
const PARAMS = {
  bg_color: "--surface",
  secondary_bg_color: "--sunken",
  section_bg_color: "--surface",
  header_bg_color: "--surface",
  bottom_bar_bg_color: "--surface",
  text_color: "--text",
  hint_color: "--faint",
  subtitle_text_color: "--faint",
  link_color: "--accent",
  accent_text_color: "--accent",
  section_header_text_color: "--accent",
  button_color: "--accent",
  button_text_color: "--on-accent",
  destructive_text_color: "--danger",
  section_separator_color: "--line",
};

export function themeParams() {
  const probe = document.createElement("i");
  document.body.append(probe);
  const hex = (name) => {
    probe.style.color = `var(${name})`;
    return toHex(getComputedStyle(probe).color);
  };
  const found = Object.entries(PARAMS).map(([key, name]) => [key, hex(name)]);
  probe.remove();
  return Object.fromEntries(found);
}

/** Calls listener after the reader or the system chose light or dark; returns what ends that. */
export function whenThemeChanges(listener) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(listener);
  system.addEventListener("change", listener);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", listener);
    chosen.disconnect();
  };
}

function toHex(color) {
  const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}
