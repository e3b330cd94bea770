// docs/protocol/1-identity.md: accounts, delegations, what session keys sign, revocations, rings.
import crypto from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1';
import { p256 } from '@noble/curves/p256';
import { keccak_256 } from '@noble/hashes/sha3';
import { ripemd160 } from '@noble/hashes/legacy';
import { bytesField, fixed64Field, optional, read, require_, varint, varintField } from './proto.mjs';
import { Ed25519Key, hkdf, hmac, isPoint, sha256, verifyEd25519 } from './crypto.mjs';

export const kinds = {
  1: 'Secp256k1',
  2: 'Eip191',
  3: 'Bip137',
  4: 'Secp256r1',
  5: 'Ed25519',
  6: 'Eip712',
  8: 'Bip322',
};
const carried = { 1: 0, 2: 0, 3: 0, 4: 33, 5: 32, 6: 0, 8: 0 };
const signatureBytes = { 1: 65, 2: 65, 3: 65, 4: 64, 5: 64, 6: 65, 8: 65 };
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

// The account behind a signature over a text; null where there is none, or the signature is none that counts. Kind 6 signs
// the digest of typed data in place of the text; kind 8 signs for an address, so it asks who is claimed to have signed.
export function accountOf({ kind, key, text, digest, claimed }, signature) {
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
  return kind === 3 || kind === 8
    ? bitcoinAccount(signature, kind === 3 ? [27, bitcoinHash(bytes)] : [35, bip322Hash(bytes, claimed, signature[0])])
    : ethereumAccount(signature, kind === 6 ? digest : ethereumHash(kind, bytes));
}

const ethereumHash = (kind, text) =>
  kind === 1 ? keccak(text) : keccak(Buffer.from(`\x19Ethereum Signed Message:\n${text.length}`), text);

function ethereumAccount(signature, hash) {
  const v = signature[64];
  const point = hash && (v === 27 || v === 28) ? recover(hash, signature.subarray(0, 64), v - 27) : null;
  return point && keccak(Buffer.from(point.toRawBytes(false)).subarray(1)).subarray(-20);
}

export const hash160 = (...parts) => Buffer.from(ripemd160(sha256(...parts)));
const bitcoinHash = (text) => sha256(sha256('\x18Bitcoin Signed Message:\n', compactSize(text.length), text));

function bitcoinAccount(signature, [lowest, hash]) {
  const header = signature[0];
  const point =
    header >= lowest && header <= 42 ? recover(hash, signature.subarray(1), (header - 27) & 3) : null;
  return point && hash160(point.toRawBytes(header >= 31));
}

// BIP-322: to_spend holds the text and pays to the address, to_sign spends it; the hash is BIP-143's with SIGHASH_ALL.
export function toSpend(text, script) {
  const tag = sha256('BIP0322-signed-message');
  return Buffer.concat([
    Buffer.alloc(4),
    Buffer.from([1]),
    Buffer.alloc(32),
    Buffer.from('ffffffff220020', 'hex'),
    sha256(tag, tag, text),
    Buffer.alloc(4),
    Buffer.from([1]),
    Buffer.alloc(8),
    Buffer.from([script.length]),
    script,
    Buffer.alloc(4),
  ]);
}

// P2WPKH for the headers 39 to 42, P2SH-P2WPKH for those below.
export function scriptOf(account, header) {
  const program = Buffer.concat([Buffer.from('0014', 'hex'), account]);
  return header > 38
    ? program
    : Buffer.concat([Buffer.from('a914', 'hex'), hash160(program), Buffer.from('87', 'hex')]);
}

export function bip322Hash(text, account, header) {
  const twice = (...parts) => sha256(sha256(...parts));
  const [zero4, zero8] = [Buffer.alloc(4), Buffer.alloc(8)];
  const outpoint = Buffer.concat([twice(toSpend(text, scriptOf(account, header))), zero4]);
  return twice(
    zero4,
    twice(outpoint),
    twice(zero4),
    outpoint,
    Buffer.from('1976a914', 'hex'),
    account,
    Buffer.from('88ac', 'hex'),
    zero8,
    zero4,
    twice(zero8, Buffer.from('016a', 'hex')),
    zero4,
    Buffer.from('01000000', 'hex'),
  );
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

const notice = 'Sign this only in software that you run yourself.';

export const delegationText = (d) =>
  'Rings Network wants to act for you with a session key.\n\n' +
  `${account(d)}\nSession key: ${d.session.toString('hex')}\nRing: ${d.ring.toString('hex')}\n` +
  `Issued: ${iso(d.issued)}\nExpires: ${iso(d.expires)}\nNonce: ${d.nonce.toString('hex')}\n\n` +
  notice;

export const revocationText = (r) =>
  `Rings Network: revoke session keys.\n\n${account(r)}\n` +
  `Ring: ${r.ring.length ? r.ring.toString('hex') : '*'}\nIssued before: ${iso(r.issuedBefore)}\n` +
  `Nonce: ${r.nonce.toString('hex')}`;

// EIP-712: the same fields, as a wallet shows them.
const word = {
  address: (value) => Buffer.concat([Buffer.alloc(12), value]),
  bool: (value) => Buffer.concat([Buffer.alloc(31), Buffer.from([value ? 1 : 0])]),
  string: (value) => keccak(Buffer.from(value)),
  bytes: (value) => Buffer.concat([value, Buffer.alloc(32 - value.length)]),
};

function hashStruct(name, fields) {
  const type = `${name}(${fields.map(([kind, field]) => `${kind} ${field}`).join(',')})`;
  return keccak(
    keccak(Buffer.from(type)),
    ...fields.map(([kind, , value]) => word[kind.replace(/^bytes\d+$/, 'bytes')](value)),
  );
}

const domain = hashStruct('EIP712Domain', [
  ['string', 'name', 'Rings Network'],
  ['string', 'version', '1'],
]);
const typedDigest = (name, fields) => keccak(Buffer.from('1901', 'hex'), domain, hashStruct(name, fields));

export const delegationDigest = (d) =>
  typedDigest('Delegation', [
    ['address', 'account', d.did],
    ['bytes32', 'sessionKey', d.session],
    ['bytes20', 'ring', d.ring],
    ['string', 'issued', iso(d.issued)],
    ['string', 'expires', iso(d.expires)],
    ['bytes16', 'nonce', d.nonce],
    ['string', 'notice', notice],
  ]);

export const revocationDigest = (r) =>
  typedDigest('Revocation', [
    ['address', 'account', r.did],
    ['bytes20', 'ring', r.ring.length ? r.ring : Buffer.alloc(20)],
    ['bool', 'everyRing', r.ring.length === 0],
    ['string', 'issuedBefore', iso(r.issuedBefore)],
    ['bytes16', 'nonce', r.nonce],
  ]);

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

const isByAccount = (statement, text, digest) =>
  accountOf({ ...statement, text, digest, claimed: statement.did }, statement.signature)?.equals(statement.did) ?? false;
export const isDelegated = (d) => isByAccount(d, delegationText(d), delegationDigest(d));
export const isRevoked = (r) => isByAccount(r, revocationText(r), revocationDigest(r));

// The verdict on a delegation that is shown at a time in a ring.
export function judgeDelegation(bytes, ring, now) {
  let d;
  try {
    d = readDelegation(bytes);
  } catch {
    return ['Malformed'];
  }
  if (!d.ring.equals(ring)) return ['WrongRing'];
  if (!isDelegated(d)) return ['Forged'];
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
