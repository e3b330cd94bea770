// docs/protocol/1-identity.md: accounts, delegations, what session keys sign, revocations, rings.
import crypto from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1';
import { p256 } from '@noble/curves/p256';
import { keccak_256 } from '@noble/hashes/sha3';
import { ripemd160 } from '@noble/hashes/legacy';
import { bytesField, fixed64Field, optional, read, require_, varint, varintField } from './proto.mjs';
import { Ed25519Key, hkdf, hmac, isPoint, sha256, verifyEd25519 } from './crypto.mjs';

export const kinds = { 1: 'Secp256k1', 2: 'Eip191', 3: 'Bip137', 4: 'Secp256r1', 5: 'Ed25519' };
const carried = { 1: 0, 2: 0, 3: 0, 4: 33, 5: 32 };
const signatureBytes = { 1: 65, 2: 65, 3: 65, 4: 64, 5: 64 };
const keccak = (...parts) => Buffer.from(keccak_256(Buffer.concat(parts)));
const len32 = (length) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
};
const sized = (bytes) => Buffer.concat([len32(bytes.length), bytes]);

export function ringId(name, secret) {
  const ringTag = secret ? hkdf(Buffer.alloc(0), secret, 'rings/1 ring tag', 32) : Buffer.alloc(0);
  return sha256('rings/1 ring\0', sized(Buffer.from(name)), sized(ringTag)).subarray(0, 20);
}

export const ringPsk = (secret) => hkdf(Buffer.alloc(0), secret, 'rings/1 ring psk', 32);

// The account behind a signature over a text; null where there is none, or the signature is none that counts.
export function accountOf(kind, key, text, signature) {
  const bytes = Buffer.from(text);
  if (key.length !== carried[kind] || signature.length !== signatureBytes[kind]) return null;
  if (kind === 5)
    return verifyEd25519(key, bytes, signature) ? keccak(Buffer.from('rings/1 did ed25519'), key).subarray(-20) : null;
  if (kind === 4) {
    try {
      return p256.verify(signature, sha256(bytes), key, { lowS: true })
        ? keccak(Buffer.from('rings/1 did p256'), key).subarray(-20)
        : null;
    } catch {
      return null;
    }
  }
  const hash =
    kind === 1
      ? keccak(bytes)
      : kind === 2
        ? keccak(Buffer.from(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes)
        : sha256(sha256('\x18Bitcoin Signed Message:\n', compactSize(bytes.length), bytes));
  const header = kind === 3 ? signature[0] : signature[64];
  if (header < 27 || header > (kind === 3 ? 42 : 28)) return null;
  const point = recover(hash, kind === 3 ? signature.subarray(1) : signature.subarray(0, 64), (header - 27) & 3);
  if (!point) return null;
  return kind !== 3
    ? keccak(Buffer.from(point.toRawBytes(false)).subarray(1)).subarray(-20)
    : Buffer.from(ripemd160(sha256(point.toRawBytes(header >= 31))));
}

const compactSize = (length) => {
  if (length < 0xfd) return Buffer.from([length]);
  const bytes = Buffer.alloc(3, 0xfd);
  bytes.writeUInt16LE(length, 1);
  return bytes;
};

function recover(hash, rs, bit) {
  try {
    const signature = secp256k1.Signature.fromCompact(rs).addRecoveryBit(bit);
    return signature.hasHighS() ? null : signature.recoverPublicKey(hash);
  } catch {
    return null;
  }
}

const iso = (ms) => new Date(Number(ms)).toISOString();
const account = (d) => `Account: ${d.did.toString('hex')} (${kinds[d.kind]})`;

export const delegationText = (d) =>
  'Rings Network wants to act for you with a session key.\n\n' +
  `${account(d)}\nSession key: ${d.session.toString('hex')}\nRing: ${d.ring.toString('hex')}\n` +
  `Issued: ${iso(d.issued)}\nExpires: ${iso(d.expires)}\nNonce: ${d.nonce.toString('hex')}\n\n` +
  'Sign this only in software that you run yourself.';

export const revocationText = (r) =>
  `Rings Network: revoke session keys.\n\n${account(r)}\n` +
  `Ring: ${r.ring.length ? r.ring.toString('hex') : '*'}\nIssued before: ${iso(r.issuedBefore)}\n` +
  `Nonce: ${r.nonce.toString('hex')}`;

export const writeDelegation = (d) =>
  Buffer.concat([
    varintField(1, d.kind),
    optional(bytesField, 2, d.key),
    bytesField(3, d.did),
    bytesField(4, d.session),
    bytesField(5, d.ring),
    fixed64Field(6, d.issued),
    fixed64Field(7, d.expires),
    bytesField(8, d.nonce),
    bytesField(9, d.signature),
  ]);

export const writeRevocation = (r) =>
  Buffer.concat([
    varintField(1, r.kind),
    optional(bytesField, 2, r.key),
    bytesField(3, r.did),
    optional(bytesField, 4, r.ring),
    fixed64Field(5, r.issuedBefore),
    bytesField(6, r.nonce),
    bytesField(7, r.signature),
  ]);

const lastMs = 253_402_300_799_999n; // the end of the year 9999
const days = (n) => BigInt(n) * 86_400_000n;

function checkAccount(message) {
  require_(kinds[message.kind], 'a known kind');
  require_(message.key.length === carried[message.kind], 'the carried key of the kind');
  require_(message.did.length === 20 && message.nonce.length === 16, '20 bytes of Did and 16 of nonce');
  require_(message.signature.length === signatureBytes[message.kind], 'the signature of the kind');
}

export function readDelegation(bytes) {
  require_(bytes.length <= 512, 'at most 512 bytes');
  const d = read(bytes, {
    kind: [1, 'varint'],
    key: [2, 'bytes'],
    did: [3, 'bytes'],
    session: [4, 'bytes'],
    ring: [5, 'bytes'],
    issued: [6, 'fixed64'],
    expires: [7, 'fixed64'],
    nonce: [8, 'bytes'],
    signature: [9, 'bytes'],
  });
  d.kind = Number(d.kind);
  checkAccount(d);
  require_(isPoint(d.session), 'a session key');
  require_(d.ring.length === 20, '20 bytes of ring');
  require_(d.issued <= lastMs && d.expires <= lastMs, 'times up to the year 9999');
  require_(d.expires > d.issued && d.expires - d.issued <= days(90), 'at most 90 days');
  return Object.assign(d, { bytes, id: sha256(bytes).subarray(0, 20) });
}

export function readRevocation(bytes) {
  require_(bytes.length <= 512, 'at most 512 bytes');
  const r = read(bytes, {
    kind: [1, 'varint'],
    key: [2, 'bytes'],
    did: [3, 'bytes'],
    ring: [4, 'bytes'],
    issuedBefore: [5, 'fixed64'],
    nonce: [6, 'bytes'],
    signature: [7, 'bytes'],
  });
  r.kind = Number(r.kind);
  checkAccount(r);
  require_(r.ring.length === 0 || r.ring.length === 20, '20 bytes of ring, or none');
  require_(r.issuedBefore <= lastMs, 'times up to the year 9999');
  return Object.assign(r, { bytes });
}

export const isByAccount = (statement, text) =>
  accountOf(statement.kind, statement.key, text(statement), statement.signature)?.equals(statement.did) ?? false;

// The verdict on a delegation that is shown at a time in a ring.
export function judgeDelegation(bytes, ring, now) {
  let d;
  try {
    d = readDelegation(bytes);
  } catch {
    return ['Malformed'];
  }
  if (!d.ring.equals(ring)) return ['WrongRing'];
  if (!isByAccount(d, delegationText)) return ['Forged'];
  if (d.issued > now + 60_000n) return ['NotYet'];
  return d.expires <= now ? ['Expired'] : ['Valid', d];
}

const signedText = (purpose, d, payload) => Buffer.concat([Buffer.from(`rings/1 ${purpose}\0`), d.ring, d.id, payload]);
export const verifySession = (d, purpose, payload, signature) =>
  verifyEd25519(d.session, signedText(purpose, d, payload), signature);
export const pskTag = (psk, purpose, d, payload, signature) =>
  hmac(psk, Buffer.concat([Buffer.from(`${purpose}\0`), d.id, payload, signature]));

// An account with a session key that may act for it: what a node is.
export class Identity {
  constructor(ring, seeds = {}, issued = BigInt(Date.now()), nonce = crypto.randomBytes(16)) {
    const holder = new Ed25519Key(seeds.account ?? crypto.randomBytes(32));
    this.session = new Ed25519Key(seeds.session ?? crypto.randomBytes(32));
    const draft = {
      kind: 5,
      key: holder.public,
      did: keccak(Buffer.from('rings/1 did ed25519'), holder.public).subarray(-20),
      session: this.session.public,
      ring,
      issued,
      expires: issued + days(14),
      nonce,
    };
    this.delegation = readDelegation(
      writeDelegation({ ...draft, signature: holder.sign(Buffer.from(delegationText(draft))) }),
    );
    this.did = this.delegation.did;
    this.ring = ring;
  }

  sign(purpose, payload) {
    return this.session.sign(signedText(purpose, this.delegation, payload));
  }
}

export { keccak, sized, varint };
