// Others verify ours: every vector of vectors/identity.json that an independent implementation understands.
import { readFileSync } from "node:fs";
import {
  verifyMessage, verifyTypedData, TypedDataEncoder, Wallet, getAddress, keccak256, toUtf8Bytes,
} from "ethers";
import bitcoin from "bitcoinjs-message";
import { ed25519 } from "@noble/curves/ed25519";
import { secp256k1 } from "@noble/curves/secp256k1";
import { p256 } from "@noble/curves/p256";
import { sha256 } from "@noble/hashes/sha2";
import { p2pkh } from "./address.mjs";

const vectors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const hex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const utf8 = (text) => new TextEncoder().encode(text);
let passed = 0;
let failed = 0;

function check(name, verdict) {
  verdict ? passed++ : failed++;
  if (!verdict) console.error(`disagrees: ${name}`);
}

function verifies(kind, did, key, text, signature) {
  switch (kind) {
    case "Secp256k1": {
      const bytes = hex(signature);
      const found = secp256k1.Signature.fromCompact(bytes.slice(0, 64))
        .addRecoveryBit(bytes[64] - 27).recoverPublicKey(keccak256(toUtf8Bytes(text)).slice(2)).toRawBytes(false);
      return "0x" + keccak256(found.slice(1)).slice(-40) === did;
    }
    case "Eip191": return verifyMessage(text, "0x" + signature).toLowerCase() === did;
    case "Bip137": return bitcoin.verify(text, p2pkh(hex(did.slice(2))), Buffer.from(hex(signature)));
    case "Secp256r1": return p256.verify(signature, sha256(utf8(text)), key, { lowS: true });
    case "Ed25519": return ed25519.verify(signature, utf8(text), key);
  }
}

// Typed data, by its JSON alone: the digest, and who signed.
function checkTyped(name, v) {
  const { domain, types: { EIP712Domain, ...types }, message } = v.typed_data;
  check(`digest ${name}`, TypedDataEncoder.hash(domain, types, message) === "0x" + v.digest);
  const signer = verifyTypedData(domain, types, message, "0x" + v.bytes.slice(-130));
  check(`signature ${name}`, signer === new Wallet("0x" + v.account_secret).address && EIP712Domain.length === 2);
}

// BIP-322 has its own oracles: the vectors of the proposal and NBitcoin (Bip322Specs).
for (const v of vectors.accounts.filter((a) => a.kind !== "Bip322")) {
  check(`account ${v.kind}`, verifies(v.kind, v.did, v.carried_public_key, v.text, v.signature));
  check(`checksum ${v.kind}`, getAddress(v.did) === v.did_checksummed);
  if (v.kind === "Eip191" || v.kind === "Secp256k1")
    check(`address ${v.kind}`, new Wallet("0x" + v.secret).address === v.did_checksummed);
}

for (const v of [...vectors.delegations, ...vectors.revocations].filter((d) => d.typed_data)) checkTyped("typed", v);

for (const v of vectors.delegations.filter((d) => !d.typed_data && d.account_kind !== "Bip322")) {
  const account = vectors.accounts.find((a) => a.kind === v.account_kind);
  const signature = v.bytes.slice(account.kind === "Ed25519" || account.kind === "Secp256r1" ? -128 : -130);
  check(`delegation ${v.account_kind}`,
    verifies(account.kind, account.did, account.carried_public_key, v.text, signature));
}

for (const v of vectors.keystores.filter((k) => k.kind === "Secp256k1")) {
  const wallet = Wallet.fromEncryptedJsonSync(JSON.stringify(v.document), v.passphrase);
  check("keystore", wallet.privateKey === "0x" + v.secret);
}

console.log(`others verify ours: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
