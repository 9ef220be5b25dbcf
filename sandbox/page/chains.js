/** What the page knows of blockchains: their addresses, and how to read a chain's state. */

const ADDRESSES = {
  btc: /^bcrt1[a-z0-9]{20,80}$/,
  ltc: /^rltc1[a-z0-9]{20,80}$/,
  eth: /^0x[0-9a-fA-F]{40}$/,
  sol: /^[1-9A-HJ-NP-Za-km-z]{32,44}$/,
};
const EXAMPLES = { btc: "bcrt1…", ltc: "rltc1…", eth: "0x…", sol: "a base58 key" };
const LEVERS = ["pay", "mine", "replace", "drop", "reorg"];

/** The chain an address belongs to, or undefined. */
export function chainOf(address) {
  return Object.keys(ADDRESSES).find((name) => ADDRESSES[name].test(address));
}

/** A chain's state with everything in it that the panel reads. */
export function described(name, state) {
  const unit = state.unit ?? "block";
  return {
    name,
    title: state.name ?? "Bitcoin",
    asset: state.asset ?? name.toUpperCase(),
    decimals: state.decimals ?? 8,
    unit,
    unitTitle: unit[0].toUpperCase() + unit.slice(1),
    example: EXAMPLES[name] ?? "",
    levers: new Set(state.levers ?? LEVERS),
    height: state.height,
    finalHeight: state.final_height ?? null,
    finalLag: state.final_lag ?? null,
    mempool: state.mempool,
    blocks: state.blocks,
  };
}

/** Base units that a transaction pays to an address; 0n when it failed or pays others only. */
export function paidTo({ outputs, failed }, address) {
  const mine = failed ? [] : outputs.filter((output) => output.address === address);
  return mine.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}

export const isTo = ({ outputs }, address) => outputs.some((output) => output.address === address);

/** How many blocks to mine so that all that waits, or is in a block, is final. */
export function untilFinal({ finalLag, mempool }) {
  return finalLag === null ? null : Math.max(1, finalLag + (mempool.length ? 1 : 0));
}

export const short = (text) => (text.length > 14 ? `${text.slice(0, 7)}…${text.slice(-4)}` : text);
