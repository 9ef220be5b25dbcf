/** Sizes, durations and prices in words. */

const STARS = "XTR";

export function bytes(count) {
  if (count === undefined) return "";
  if (count < 1024) return `${count} B`;
  const kilo = count / 1024;
  return kilo < 1024 ? `${kilo.toFixed(1)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

/** 75 -> "1:15" */
export function duration(seconds) {
  if (!seconds) return "";
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}

/** An amount in the smallest unit of its currency, exactly; XTR are Telegram's Stars. */
export function price(currency, amount) {
  if (currency === STARS) return `⭐ ${amount}`;
  const style = { style: "currency", currency };
  const { maximumFractionDigits: digits } = new Intl.NumberFormat("en", style).resolvedOptions();
  const text = String(amount).padStart(digits + 1, "0");
  const exact = digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
  return new Intl.NumberFormat("en", style).format(exact);
}
