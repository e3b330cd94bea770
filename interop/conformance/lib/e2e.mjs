// docs/protocol/6-sessions.md: handshake, Double Ratchet, letters.
import { bytesField, fixed32Field, read, require_, varintField, walk } from './proto.mjs';
import { X25519Key, hkdf, hkdfExpand, hmac, open, seal, sha256 } from './crypto.mjs';
import { sized, verifySession } from './identity.mjs';

export const writeSigned = (identity, purpose, payload) =>
  Buffer.concat([
    bytesField(1, payload),
    bytesField(2, identity.delegation.bytes),
    bytesField(3, identity.sign(purpose, payload)),
  ]);

export function readSigned(bytes) {
  require_(bytes.length <= 17 * 1024, 'at most 17 KiB');
  const signed = read(bytes, { payload: [1, 'bytes'], delegation: [2, 'bytes'], signature: [3, 'bytes'] });
  require_(signed.signature.length === 64, 'a signature');
  return signed;
}

const parties = (message) => {
  for (const name of ['fromRing', 'toRing', 'from', 'to']) require_(message[name].length === 20, name);
};
const is = (ring, did, who) => ring.equals(who.ring) && did.equals(who.did);
const isBy = (signed, d, purpose) =>
  signed.delegation.equals(d.bytes) && verifySession(d, purpose, signed.payload, signed.signature);
const inTime = (issued, life, now) => issued <= now + 60_000n && now <= issued + life;

// The bytes before a field that must stand last.
function before(bytes, number) {
  const fields = [...walk(bytes)];
  const last = fields.at(-1);
  require_(last?.number === number && fields.filter((field) => field.number === number).length === 1, 'the last field');
  return bytes.subarray(0, last.start);
}

export const writeHello = (self, to, draw, suites, issued) => {
  const nonce = draw(16);
  const ephemeral = new X25519Key(draw(32));
  const payload = Buffer.concat([
    varintField(1, 1),
    bytesField(2, self.ring),
    bytesField(3, to.ring),
    bytesField(4, self.did),
    bytesField(5, to.did),
    bytesField(6, nonce),
    bytesField(7, ephemeral.public),
    bytesField(8, Buffer.from(suites)),
    varintField(9, issued),
  ]);
  return { payload, ephemeral, suites, bytes: writeSigned(self, 'e2e-hello', payload) };
};

const helloTable = {
  version: [1, 'varint'],
  fromRing: [2, 'bytes'],
  toRing: [3, 'bytes'],
  from: [4, 'bytes'],
  to: [5, 'bytes'],
  nonce: [6, 'bytes'],
  ephemeral: [7, 'bytes'],
  'suites[]': [8, 'varint'],
  issued: [9, 'varint'],
};
const replyTable = {
  helloHash: [1, 'bytes'],
  fromRing: [2, 'bytes'],
  toRing: [3, 'bytes'],
  from: [4, 'bytes'],
  to: [5, 'bytes'],
  ephemeral: [6, 'bytes'],
  suite: [7, 'varint'],
  confirm: [8, 'bytes'],
};

function secrets(shared, hello, initiator, reply, responder) {
  const transcript = sha256(sized(hello), sized(initiator), sized(reply), sized(responder));
  const keys = hkdf(transcript, shared, 'rings/1 e2e', 96);
  return {
    transcript,
    root: keys.subarray(0, 32),
    initiator: hmac(keys.subarray(32, 64), Buffer.concat([Buffer.from('i'), transcript])),
    responder: hmac(keys.subarray(64), Buffer.concat([Buffer.from('r'), transcript])),
  };
}

// Judges a hello and answers it: [outcome, reply, session].
export function answer(self, bytes, d, draw, now, mine = [1, 2]) {
  const signed = readSigned(bytes);
  let hello;
  try {
    hello = read(signed.payload, helloTable);
    parties(hello);
    require_(hello.nonce.length === 16 && hello.ephemeral.length === 32, 'sizes');
    require_(hello.suites.length >= 1 && hello.suites.length <= 8, '1 to 8 suites');
  } catch {
    return ['Malformed'];
  }
  if (hello.version !== 1n) return ['WrongVersion'];
  if (!is(hello.toRing, hello.to, self) || !is(hello.fromRing, hello.from, d)) return ['WrongParty'];
  if (!inTime(hello.issued, 600_000n, now)) return ['WrongTime'];
  const suite = mine.find((s) => hello.suites.includes(BigInt(s)));
  if (!suite) return ['NoCommonSuite'];
  if (!isBy(signed, d, 'e2e-hello')) return ['BadSignature'];
  const ephemeral = new X25519Key(draw(32));
  const shared = ephemeral.agree(hello.ephemeral);
  if (!shared) return ['WeakKey'];
  const open_ = Buffer.concat([
    bytesField(1, sha256(signed.payload)),
    bytesField(2, self.ring),
    bytesField(3, hello.fromRing),
    bytesField(4, self.did),
    bytesField(5, hello.from),
    bytesField(6, ephemeral.public),
    varintField(7, suite),
  ]);
  const keys = secrets(shared, signed.payload, signed.delegation, open_, self.delegation.bytes);
  const reply = writeSigned(self, 'e2e-reply', Buffer.concat([open_, bytesField(8, keys.responder)]));
  return ['None', reply, new Session(keys, false, suite, draw, ephemeral)];
}

// Judges the answer to a hello of one's own: [outcome, session].
export function finish(self, to, hello, bytes, d, draw) {
  const signed = readSigned(bytes);
  let reply, confirmed;
  try {
    reply = read(signed.payload, replyTable);
    confirmed = before(signed.payload, 8);
    parties(reply);
    require_(reply.helloHash.length === 32 && reply.ephemeral.length === 32 && reply.confirm.length === 32, 'sizes');
  } catch {
    return ['Malformed'];
  }
  if (!reply.helloHash.equals(sha256(hello.payload))) return ['WrongHello'];
  if (!is(reply.fromRing, reply.from, to) || !is(reply.toRing, reply.to, self) || !d.did.equals(to.did))
    return ['WrongParty'];
  if (!hello.suites.includes(Number(reply.suite))) return ['NoCommonSuite'];
  if (!isBy(signed, d, 'e2e-reply')) return ['BadSignature'];
  const shared = hello.ephemeral.agree(reply.ephemeral);
  if (!shared) return ['WeakKey'];
  const keys = secrets(shared, hello.payload, self.delegation.bytes, confirmed, d.bytes);
  if (!keys.responder.equals(reply.confirm)) return ['BadConfirmation'];
  return ['None', new Session(keys, true, Number(reply.suite), draw, reply.ephemeral)];
}

export class Session {
  constructor(keys, isInitiator, suite, draw, other) {
    Object.assign(this, { keys, isInitiator, suite, draw, root: keys.root, isHeard: false });
    this.id = keys.transcript.subarray(0, 16);
    this.skipped = new Map();
    [this.sent, this.previous, this.received] = [0, 0, 0];
    if (isInitiator) this.turn(other);
    else this.own = other;
  }

  step(key, own) {
    const shared = own.agree(key);
    if (!shared) return null;
    const next = hkdf(this.root, shared, 'rings/1 ratchet root', 64);
    return [next.subarray(0, 32), next.subarray(32)];
  }

  // The other side's ratchet key is known: a new one of one's own, and a chain to send in.
  turn(key) {
    this.own = new X25519Key(this.draw(32));
    [this.root, this.sending] = this.step(key, this.own);
    [this.previous, this.sent] = [this.sent, 0];
  }

  static next(chain) {
    const keys = hkdfExpand(chain, 'rings/1 ratchet chain', 76);
    return [keys.subarray(0, 32), keys.subarray(32, 64), keys.subarray(64)];
  }

  seal(text) {
    const [chain, key, nonce] = Session.next(this.sending);
    const head = Buffer.concat([
      bytesField(1, this.id),
      bytesField(2, this.own.public),
      fixed32Field(3, this.previous),
      fixed32Field(4, this.sent),
      this.isInitiator && !this.isHeard ? bytesField(5, this.keys.initiator) : Buffer.alloc(0),
    ]);
    this.sending = chain;
    this.sent++;
    return Buffer.concat([
      head,
      bytesField(6, seal(this.suite, key, nonce, text, Buffer.concat([head, this.keys.transcript]))),
    ]);
  }

  // [outcome, text]; only one that opens changes anything.
  open(message) {
    const fields = [
      ...(() => {
        try {
          return [...walk(message, true)];
        } catch {
          return [];
        }
      })(),
    ];
    const order = fields.map((field) => field.number).join();
    const sizes = { 1: 16, 2: 32, 5: 32 };
    const types = { 1: 2, 2: 2, 3: 5, 4: 5, 5: 2, 6: 2 };
    if (
      !['1,2,3,4,6', '1,2,3,4,5,6'].includes(order) ||
      fields.some((f) => f.type !== types[f.number] || (sizes[f.number] && f.value.length !== sizes[f.number])) ||
      fields.at(-1).value.length < 16
    )
      return ['Malformed'];
    const [id, key, previous, number] = [
      fields[0].value,
      fields[1].value,
      Number(fields[2].value),
      Number(fields[3].value),
    ];
    const confirm = fields.length === 6 ? fields[4].value : Buffer.alloc(0);
    if (!id.equals(this.id)) return ['UnknownKey'];
    if (!this.isInitiator && !this.isHeard && !confirm.equals(this.keys.initiator)) return ['BadConfirmation'];
    const beside = Buffer.concat([message.subarray(0, fields.at(-1).start), this.keys.transcript]);
    const opened = this.openAt(key, previous, number, fields.at(-1).value, beside);
    if (opened[0] === 'None') this.isHeard = true;
    return opened;
  }

  openAt(key, previous, number, sealed, beside) {
    const place = (k, n) => `${k.toString('hex')} ${n}`;
    const kept = this.skipped.get(place(key, number));
    if (kept) {
      const text = open(this.suite, kept[0], kept[1], sealed, beside);
      if (text) this.skipped.delete(place(key, number));
      return text ? ['None', text] : ['NotAuthentic'];
    }
    const isSame = this.peer?.equals(key) ?? false;
    const missing = isSame || !this.peer ? 0 : Math.max(0, previous - this.received);
    const begin = isSame ? this.received : 0;
    if (isSame && number < begin) return ['KeyGone'];
    if (number - begin > 1000 || missing > 1000) return ['TooFarAhead'];
    const stepped = isSame ? [this.root, this.receiving] : this.step(key, this.own);
    if (!stepped) return ['WeakKey'];
    let chain = stepped[1];
    const skipped = [];
    for (let n = begin; n < number; n++) {
      const [next, k, nonce] = Session.next(chain);
      skipped.push([place(key, n), [k, nonce]]);
      chain = next;
    }
    const [after, k, nonce] = Session.next(chain);
    const text = open(this.suite, k, nonce, sealed, beside);
    if (!text) return ['NotAuthentic'];
    for (let n = 0, rest = this.receiving; n < missing; n++) {
      const [next, k2, nonce2] = Session.next(rest);
      skipped.push([place(this.peer, this.received + n), [k2, nonce2]]);
      rest = next;
    }
    for (const [name, keys] of skipped) this.skipped.set(name, keys);
    [this.receiving, this.received] = [after, number + 1];
    if (!isSame) {
      [this.root, this.peer] = [stepped[0], key];
      this.turn(key);
    }
    return ['None', text];
  }
}

// Mail: a prekey of one's own, and letters under one.
export const writeBundle = (self, id, key, issued) => {
  const payload = Buffer.concat([
    varintField(1, 1),
    bytesField(2, self.ring),
    bytesField(3, self.did),
    varintField(4, id),
    bytesField(5, key.public),
    varintField(6, issued),
  ]);
  return { payload, bytes: writeSigned(self, 'e2e-prekeys', payload) };
};

const letterTable = {
  bundle: [1, 'bytes'],
  fromRing: [2, 'bytes'],
  toRing: [3, 'bytes'],
  from: [4, 'bytes'],
  to: [5, 'bytes'],
  id: [6, 'bytes'],
  ephemeral: [7, 'bytes'],
  issued: [8, 'varint'],
  ciphertext: [9, 'bytes'],
};
const letterKey = (salt, shared) => hkdf(salt, shared, 'rings/1 e2e first', 44);

export function writeLetter(self, to, bundle, prekey, id, text, draw, issued) {
  const ephemeral = new X25519Key(draw(32));
  const open_ = Buffer.concat([
    bytesField(1, sha256(bundle)),
    bytesField(2, self.ring),
    bytesField(3, to.ring),
    bytesField(4, self.did),
    bytesField(5, to.did),
    bytesField(6, id),
    bytesField(7, ephemeral.public),
    varintField(8, issued),
  ]);
  const salt = sha256(open_);
  const key = letterKey(salt, ephemeral.agree(prekey));
  const sealed = seal(1, key.subarray(0, 32), key.subarray(32), text, salt);
  return writeSigned(self, 'e2e-first', Buffer.concat([open_, bytesField(9, sealed)]));
}

// [outcome, text]
export function openLetter(self, bytes, d, bundle, prekey, now) {
  const signed = readSigned(bytes);
  let letter, salt;
  try {
    letter = read(signed.payload, letterTable);
    parties(letter);
    require_(letter.id.length === 16 && letter.ephemeral.length === 32 && letter.ciphertext.length >= 16, 'sizes');
    salt = sha256(before(signed.payload, 9));
  } catch {
    return ['Malformed'];
  }
  if (!is(letter.fromRing, letter.from, d) || !is(letter.toRing, letter.to, self)) return ['WrongParty'];
  if (!inTime(letter.issued, 15n * 86_400_000n, now)) return ['WrongTime'];
  if (!isBy(signed, d, 'e2e-first')) return ['BadSignature'];
  if (!letter.bundle.equals(sha256(bundle))) return ['UnknownKey'];
  const shared = prekey.agree(letter.ephemeral);
  if (!shared) return ['WeakKey'];
  const key = letterKey(salt, shared);
  const text = open(1, key.subarray(0, 32), key.subarray(32), letter.ciphertext, salt);
  return text ? ['None', text] : ['NotAuthentic'];
}
