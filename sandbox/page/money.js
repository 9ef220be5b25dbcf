/** Coin amounts as exact text; all arithmetic in base units, as BigInt. */

const DECIMALS = 8;
const AMOUNT = /^\d{1,8}(?:\.\d{1,8})?$/;

export const isAmount = (text) => AMOUNT.test(text);

/** "0.00123" -> 123000n; throws when the text is not an amount. */
export function toUnits(text) {
  const clean = text.trim().replace(",", ".");
  if (!isAmount(clean)) throw new Error(`“${text}” is not an amount.`);
  const [whole, fraction = ""] = clean.split(".");
  return BigInt(whole + fraction.padEnd(DECIMALS, "0"));
}

/** 123000n -> "0.00123" */
export function toCoin(units) {
  const digits = String(units).padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  const whole = digits.slice(0, -DECIMALS);
  return fraction ? `${whole}.${fraction}` : whole;
}

/** Half, or double, of an amount in coin. */
export function scaled(text, times, dividedBy = 1n) {
  return toCoin((toUnits(text) * times) / dividedBy);
}
