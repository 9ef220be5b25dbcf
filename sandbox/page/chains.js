/** What the page knows of blockchains: their addresses, and how to read a chain's state. */

const ADDRESSES = {
  btc: /^bcrt1[a-z0-9]{20,80}$/,
  ltc: /^rltc1[a-z0-9]{20,80}$/,
  eth: /^0x[0-9a-fA-F]{40}$/,
  sol: /^[1-9A-HJ-NP-Za-km-z]{32,44}$/,
};
const EXAMPLES = { btc: "bcrt1…", ltc: "rltc1…", eth: "0x…", sol: "a base58 key" };
/** Ways to pay beside the plain one. */
const OPTIONS = { eth: ["contract", "fail"], sol: ["fail"] };

/** The chain an address belongs to, or undefined. */
export function chainOf(address) {
  return Object.keys(ADDRESSES).find((name) => ADDRESSES[name].test(address));
}

/** A chain's state, named as the panel reads it. */
export function described(name, state) {
  return {
    name,
    title: state.name,
    asset: state.asset,
    decimals: state.decimals,
    unit: state.unit,
    unitTitle: state.unit[0].toUpperCase() + state.unit.slice(1),
    example: EXAMPLES[name] ?? "",
    options: OPTIONS[name] ?? [],
    levers: new Set(state.levers),
    height: state.height,
    finalHeight: state.final_height,
    finalLag: state.final_lag,
    mempool: state.mempool,
    blocks: state.blocks,
    dropped: state.dropped ?? [],
    stalled: Boolean(state.stalled),
  };
}

/** Base units that a transaction pays to an address; 0n when it failed or pays others only. */
export function paidTo({ outputs, failed }, address) {
  const ours = failed ? [] : outputs.filter((output) => isSame(output.address, address));
  return ours.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}

/** The transactions that pay an address, oldest first; `height` is null for what waits. */
export function paymentsTo({ mempool, blocks }, address) {
  const placed = (transactions, height) => (
    transactions.filter((one) => isTo(one, address)).map((one) => ({ ...one, height })));
  return [
    ...blocks.toReversed().flatMap(({ transactions, height }) => placed(transactions, height)),
    ...placed(mempool, null).toReversed(),
  ];
}

export const isTo = ({ outputs }, address) => outputs.some((output) => isSame(output.address, address));

/** Hexadecimal addresses are the same in capitals (EIP-55); all others are not. */
export const plainAddress = (address) => (address?.startsWith("0x") ? address.toLowerCase() : address);

export const isSame = (one, other) => plainAddress(one) === plainAddress(other);

/** Whether a payment to the address is in a block that could still be undone. */
export function awaitsFinality({ blocks, finalHeight }, address) {
  const open = blocks.filter(({ height }) => finalHeight !== null && height > finalHeight);
  return open.some(({ transactions }) => transactions.some((one) => paidTo(one, address) > 0n));
}

/** How many blocks to mine so that all that waits, or is in a block, is final. */
export function untilFinal({ finalLag, mempool }) {
  return finalLag === null ? null : Math.max(1, finalLag + (mempool.length ? 1 : 0));
}

export const short = (text) => (text.length > 14 ? `${text.slice(0, 7)}…${text.slice(-4)}` : text);
