// Others sign, we verify: writes signatures and keystores of independent implementations, for OracleSpecs.
import { writeFileSync } from "node:fs";
import { TypedDataEncoder, Wallet, hexlify, randomBytes } from "ethers";
import bitcoin from "bitcoinjs-message";
import { ed25519 } from "@noble/curves/ed25519";
import { secp256k1 } from "@noble/curves/secp256k1";
import { p256 } from "@noble/curves/p256";
import { sha256 } from "@noble/hashes/sha2";
import { ripemd160 } from "@noble/hashes/legacy";

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const utf8 = (text) => new TextEncoder().encode(text);
const texts = ["", "hello", "Zürich — 東京\n\nline", "x".repeat(252), "y".repeat(253), "z".repeat(70000)];
const signatures = [];

for (let round = 0; round < 8; round++) {
  for (const text of texts) {
    const secret = secp256k1.utils.randomPrivateKey();
    const wallet = new Wallet("0x" + hex(secret));
    signatures.push({ kind: "Eip191", did: wallet.address, key: "", text, signature: wallet.signMessageSync(text) });

    const segwit = [undefined, { segwitType: "p2wpkh" }, { segwitType: "p2sh(p2wpkh)" }][round % 3];
    const compressed = segwit !== undefined || round % 2 === 0;
    signatures.push({
      kind: "Bip137",
      did: hex(ripemd160(sha256(secp256k1.getPublicKey(secret, compressed)))),
      key: "",
      text,
      signature: bitcoin.sign(text, Buffer.from(secret), compressed, segwit).toString("base64"),
    });

    const r1 = p256.utils.randomPrivateKey();
    signatures.push({
      kind: "Secp256r1", key: hex(p256.getPublicKey(r1, true)), text,
      signature: p256.sign(sha256(utf8(text)), r1, { lowS: false }).toCompactHex(),
    });

    const seed = ed25519.utils.randomPrivateKey();
    signatures.push({
      kind: "Ed25519", key: hex(ed25519.getPublicKey(seed)), text, signature: hex(ed25519.sign(utf8(text), seed)),
    });
  }
}

// As docs/protocol/1-identity.md, 1.4 says, without a look at our JSON.
const domain = { name: "Rings Network", version: "1" };
const types = {
  Delegation: [
    ["address", "account"], ["bytes32", "sessionKey"], ["bytes20", "ring"], ["string", "issued"], ["string", "expires"],
    ["bytes16", "nonce"], ["string", "notice"],
  ].map(([type, name]) => ({ name, type })),
};
const typed = [];
for (let round = 0; round < 64; round++) {
  const wallet = Wallet.createRandom();
  const issued = 1_700_000_000_000 + Math.floor(Math.random() * 1e11);
  const fields = {
    account: wallet.address,
    sessionKey: "0x" + hex(ed25519.getPublicKey(ed25519.utils.randomPrivateKey())),
    ring: hexlify(randomBytes(20)),
    issued: new Date(issued).toISOString(),
    expires: new Date(issued + 1 + round * 86_400_000).toISOString(),
    nonce: hexlify(randomBytes(16)),
    notice: "Sign this only in software that you run yourself.",
  };
  const digest = TypedDataEncoder.hash(domain, types, fields);
  typed.push({ ...fields, digest, signature: wallet.signingKey.sign(digest).serialized });
}

const owner = Wallet.createRandom();
const keystore = JSON.parse(owner.encryptSync("passphrase", { scrypt: { N: 1 << 13 } }));
writeFileSync(process.argv[2], JSON.stringify({
  signatures,
  typed,
  keystores: [{ did: owner.address, passphrase: "passphrase", document: keystore }],
}));
