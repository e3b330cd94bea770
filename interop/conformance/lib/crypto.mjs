// Node's crypto and @noble/curves, with the rules of docs/protocol/1-identity.md, section 1.3, around them.
import crypto from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519';

export const hex = (text) => Buffer.from(text.replace(/^0x/, ''), 'hex');
export const sha256 = (...parts) => {
  const hash = crypto.createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
export const hmac = (key, data) => crypto.createHmac('sha256', key).update(data).digest();
export const hkdf = (salt, ikm, info, length) => Buffer.from(crypto.hkdfSync('sha256', ikm, salt, info, length));
export const hkdfExpand = (key, info, length) => {
  let output = Buffer.alloc(0);
  for (let block = Buffer.alloc(0), i = 1; output.length < length; i++) {
    block = hmac(key, Buffer.concat([block, Buffer.from(info), Buffer.from([i])]));
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
};

const pkcs8 = (oid, secret) =>
  crypto.createPrivateKey({
    key: Buffer.concat([hex(`302e020100300506032b65${oid}04220420`), secret]),
    format: 'der',
    type: 'pkcs8',
  });
const spki = (oid, key) =>
  crypto.createPublicKey({
    key: Buffer.concat([hex(`302a300506032b65${oid}032100`), key]),
    format: 'der',
    type: 'spki',
  });
const raw = (key) => crypto.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);

export class Ed25519Key {
  constructor(seed) {
    this.key = pkcs8('70', seed);
    this.public = raw(this.key);
  }

  sign(data) {
    return crypto.sign(null, data, this.key);
  }
}

// Canonical, a point, and not of order 1, 2, 4 or 8. Mixed order is not looked for.
export function isPoint(bytes) {
  if (bytes.length !== 32) return false;
  try {
    return !ed25519.ExtendedPoint.fromHex(bytes, false).isSmallOrder();
  } catch {
    return false;
  }
}

// Without the cofactor: OpenSSL computes S·B − k·A and compares 32 bytes. R of small order is refused beside it.
export const verifyEd25519 = (key, data, signature) =>
  signature.length === 64 &&
  isPoint(key) &&
  isPoint(signature.subarray(0, 32)) &&
  crypto.verify(null, data, spki('70', key), signature);

export class X25519Key {
  constructor(secret) {
    this.key = pkcs8('6e', secret);
    this.public = raw(this.key);
  }

  // null where the result is all zero: a key of small order.
  agree(key) {
    try {
      const shared = crypto.diffieHellman({ privateKey: this.key, publicKey: spki('6e', key) });
      return shared.some((byte) => byte !== 0) ? shared : null;
    } catch {
      return null;
    }
  }
}

const ciphers = { 1: 'aes-256-gcm', 2: 'chacha20-poly1305' };

export function seal(suite, key, nonce, text, beside) {
  const cipher = crypto.createCipheriv(ciphers[suite], key, nonce, { authTagLength: 16 });
  cipher.setAAD(beside, { plaintextLength: text.length });
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

// null where the tag does not hold.
export function open(suite, key, nonce, sealed, beside) {
  const decipher = crypto.createDecipheriv(ciphers[suite], key, nonce, { authTagLength: 16 });
  decipher.setAAD(beside, { plaintextLength: sealed.length - 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  } catch {
    return null;
  }
}
