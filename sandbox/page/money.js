/** Coin amounts as exact text; all arithmetic in base units, as BigInt. */

const AMOUNT = /^\d{1,12}(?:\.\d{1,18})?$/;
const READABLE = 9;

export const isAmount = (text) => AMOUNT.test(text);

export const fits = (text, decimals) => (text.split(".")[1] ?? "").length <= decimals;

/** "0.00123" with 8 decimals -> 123000n; throws when the text is not such an amount. */
export function toUnits(text, decimals) {
  const clean = text.trim().replace(",", ".");
  if (!isAmount(clean)) throw new Error(`“${text}” is not an amount.`);
  const [whole, fraction = ""] = clean.split(".");
  if (fraction.length > decimals) throw new Error(`“${text}” has more than ${decimals} decimals.`);
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** 123000n with 8 decimals -> "0.00123" */
export function toCoin(units, decimals) {
  const digits = String(units).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return fraction ? `${whole}.${fraction}` : whole;
}

/** As toCoin, cut to what a narrow row can show; a cut is marked. */
export function briefCoin(units, decimals) {
  const text = toCoin(units, decimals);
  const end = text.indexOf(".") + 1 + READABLE;
  return text.includes(".") && text.length > end ? `${text.slice(0, end)}…` : text;
}

/** A share of an amount in coin: scaled("3", 8, 1n, 2n) -> "1.5" */
export function scaled(text, decimals, times, dividedBy = 1n) {
  return toCoin((toUnits(text, decimals) * times) / dividedBy, decimals);
}
