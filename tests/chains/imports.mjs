// What other wallets' own code makes of our exports. Run by hand, nothing here is a dependency:
//
//   npm install --prefix FOLDER @metamask/eth-simple-keyring @metamask/eth-hd-keyring \
//     @metamask/key-tree @solana/web3.js@1 bs58 bitcoinjs-lib ecpair tiny-secp256k1
//   python -m tests.chains.imports | node tests/chains/imports.mjs FOLDER > tests/chains/imports.json
//
// Every address in the file is what that code says, none is ours; test_imports.py holds them against us.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
const load = createRequire(join(folder, "index.js"));
const { words, keys } = JSON.parse(readFileSync(0, "utf8"));
const one = (name, member) => (load(name)[member] ?? load(name).default ?? load(name));
const Simple = one("@metamask/eth-simple-keyring", "SimpleKeyring");
const Hd = one("@metamask/eth-hd-keyring", "HdKeyring");
const { SLIP10Node } = load("@metamask/key-tree");
const { Keypair } = load("@solana/web3.js");
const bs58 = one("bs58", "default");
const bitcoin = load("bitcoinjs-lib");
const pairs = load("ecpair").ECPairFactory(load("tiny-secp256k1"));
const networks = {
  BTC: bitcoin.networks.bitcoin,
  LTC: { ...bitcoin.networks.bitcoin, bech32: "ltc", pubKeyHash: 0x30, scriptHash: 0x32, wif: 0xb0 },
};

async function ethereum(secret) {
  const ring = new Simple();
  await ring.deserialize([secret]);
  return (await ring.getAccounts())[0];
}

function solana(secret) {
  return Keypair.fromSecretKey(bs58.decode(secret)).publicKey.toBase58();
}

function segwit(secret, network) {
  const pubkey = Buffer.from(pairs.fromWIF(secret, network).publicKey);
  return bitcoin.payments.p2wpkh({ pubkey, network }).address;
}

async function derived(path, curve) {
  const kind = curve === "ed25519" ? "slip10" : "bip32";
  const steps = path.split("/").slice(1).map((step) => `${kind}:${step}`);
  const node = await SLIP10Node.fromDerivationPath({ curve, derivationPath: [`bip39:${words}`, ...steps] });
  return node.privateKey.slice(2);
}

const imported = [];
for (const { coin, index, path, secret } of keys) {
  const address =
    coin === "ETH" ? await ethereum(secret) : coin === "SOL" ? solana(secret) : segwit(secret, networks[coin]);
  const key = await derived(path, coin === "SOL" ? "ed25519" : "secp256k1");
  imported.push({ coin, index, path, secret, address, key });
}
const ring = new Hd();
await ring.deserialize({ mnemonic: words, numberOfAccounts: 3, hdPath: "m/44'/60'/0'/0" });
const installed = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies;
const versions = Object.fromEntries(Object.keys(installed).map((name) => [name, version(name)]));
console.log(JSON.stringify({ versions, words, imported, from_words: await ring.getAccounts() }, null, 1));

function version(name) {
  return JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8")).version;
}
