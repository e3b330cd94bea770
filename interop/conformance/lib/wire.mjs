// docs/protocol/2-links.md and 3-messages.md: frames, envelopes, link control, offers and answers.
import {
  Malformed,
  bytesField,
  fixed32Field,
  fixed64Field,
  optional,
  read,
  require_,
  varint,
  varintField,
  walk,
} from './proto.mjs';
import { sha256 } from './crypto.mjs';
import { judgeDelegation, pskTag, verifySession } from './identity.mjs';

export const lane = (kind) => Math.floor(kind / 32) % 4;
export const isIdempotent = (kind) => (kind & 16) === 0;
export const modes = { NODE: 0, OWNER: 1, BACK: 2 };

// What a frame holds: {kind: 'envelope' | 'control' | 'ignored', content}. Throws where the link is to be closed.
export function readFrame(frame) {
  require_(frame.length >= 1 && frame.length <= 65_535, '1 to 65,535 bytes');
  const fields = [...walk(frame, true)];
  require_(fields.length === 1, 'one field that fills the frame');
  const [{ number, type, value }] = fields;
  if (number > 2) return { kind: 'ignored' };
  require_(type === 2, 'envelope and control are delimited');
  return { kind: number === 1 ? 'envelope' : 'control', content: value };
}

// Fields in ascending order, none twice; those up to `last` must be known.
function ascending(bytes, last) {
  const fields = new Map();
  let before = 0;
  for (const field of walk(bytes, true)) {
    require_(field.number > before, 'fields ascend');
    before = field.number;
    fields.set(field.number, field);
  }
  const get = (number, type, length, isOptional = false) => {
    const field = fields.get(number);
    if (!field && isOptional) return undefined;
    require_(field && field.type === type, `field ${number}`);
    require_(length === undefined || field.value.length === length, `field ${number}: ${length} bytes`);
    return field.value;
  };
  return { fields, get, unknown: [...fields.keys()].filter((number) => number > last) };
}

export function readTransaction(bytes) {
  const { fields, get } = ascending(bytes, 11);
  require_(
    [...fields.keys()].every((number) => number <= 15),
    'the body is the last field',
  );
  const small = (number, least, most) => {
    const value = get(number, 0);
    require_(value >= least && value <= most, `field ${number} within its range`);
    return Number(value);
  };
  const t = {
    bytes,
    version: small(1, 1n, 1n),
    ring: get(2, 2, 20),
    destination: get(3, 2, 20),
    delegationId: get(4, 2, 20),
    id: get(5, 2, 16),
    sequence: get(6, 1),
    timestamp: get(7, 1),
    ttl: small(8, 1n, 600_000n),
    kind: small(9, 1n, 2n ** 31n - 1n),
    replyTo: get(10, 2, 16, true),
    wantsReceipt: fields.has(11),
    body: get(15, 2),
  };
  require_(t.sequence > 0n && t.timestamp > 0n, 'sequence and time are not 0');
  require_(!t.wantsReceipt || get(11, 0) === 1n, 'wants_receipt is 1 or left out');
  return Object.assign(t, { hash: sha256(bytes) });
}

export function readEnvelope(frame) {
  const { kind, content } = readFrame(frame);
  require_(kind === 'envelope', 'an envelope');
  const { fields, get } = ascending(content, 5);
  const route = ascending(get(1, 2), 5);
  const flag = (number) => {
    const value = route.get(number, 0);
    require_(value <= 1n, 'a bool is 0 or 1');
    return value === 1n;
  };
  const mode = Number(route.get(2, 0));
  require_(mode <= 2, 'a known mode');
  const slot = Number(get(2, 5));
  require_(slot < 64, 'a slot below 64');
  const delegation = get(3, 2, undefined, true);
  require_(!delegation || (delegation.length >= 1 && delegation.length <= 512), 'a delegation of 1 to 512 bytes');
  const transaction = readTransaction(get(4, 2));
  const target = route.get(3, 2, 20);
  require_(target.equals(transaction.destination), 'target is the destination');
  return {
    hopsLeft: Math.min(Number(route.get(1, 5)), 32),
    mode,
    target,
    wantsReply: flag(4),
    final: flag(5),
    slot,
    delegation,
    transaction,
    signature: get(5, 2, 64),
    unknown: [...fields.keys()].filter((number) => number > 5),
  };
}

export const writeTransaction = (t) =>
  Buffer.concat([
    varintField(1, 1),
    bytesField(2, t.ring),
    bytesField(3, t.destination),
    bytesField(4, t.delegationId),
    bytesField(5, t.id),
    fixed64Field(6, t.sequence),
    fixed64Field(7, t.timestamp),
    varintField(8, t.ttl),
    varintField(9, t.kind),
    optional(bytesField, 10, t.replyTo),
    optional(varintField, 11, t.wantsReceipt ? 1 : 0),
    bytesField(15, t.body),
  ]);

export const writeRoute = (r) =>
  Buffer.concat([
    fixed32Field(1, r.hopsLeft),
    varintField(2, r.mode),
    bytesField(3, r.target),
    varintField(4, r.wantsReply ? 1 : 0),
    varintField(5, r.final ? 1 : 0),
  ]);

export const writeEnvelope = (e) =>
  bytesField(
    1,
    Buffer.concat([
      bytesField(1, writeRoute(e)),
      fixed32Field(2, e.slot),
      optional(bytesField, 3, e.delegation),
      bytesField(4, e.transaction),
      bytesField(5, e.signature),
      e.unknown ?? Buffer.alloc(0),
    ]),
  );

// Link control.
const controls = {
  1: 'Ping',
  2: 'Pong',
  3: 'Credit',
  4: 'Keep',
  5: 'Phase',
  6: 'Hello',
  7: 'Forged',
  8: 'GoAway',
  9: 'Listens',
};

export function readControl(content) {
  let found = { name: 'ignored' };
  for (const { number, type, value } of walk(content)) {
    if (controls[number] && type === 2) found = { name: controls[number], ...readOne(controls[number], value) };
  }
  return found;
}

const limitsTable = { bytes: [1, 'varint'], frames: [2, 'varint'] };
const within = (value, least, most, what) => require_(value >= least && value <= most, what);

function readOne(name, bytes) {
  switch (name) {
    case 'Ping':
    case 'Pong':
      return read(bytes, { number: [1, 'fixed64'] });
    case 'Keep':
      return read(bytes, { needed: [1, 'varint'] });
    case 'Phase':
      return read(bytes, { phase: [1, 'varint'] });
    case 'Credit': {
      const credit = read(bytes, { lane: [1, 'varint'], bytes: [2, 'varint'], frames: [3, 'varint'] });
      within(credit.lane, 1n, 3n, 'lane 1 to 3');
      within(credit.bytes, 0n, 2n ** 32n, 'at most 2^32 bytes');
      within(credit.frames, 0n, 2n ** 20n, 'at most 2^20 frames');
      return credit;
    }
    case 'Hello': {
      const hello = read(bytes, {
        linkId: [1, 'bytes'],
        offerHash: [2, 'bytes'],
        answerHash: [3, 'bytes'],
        limits: [4, 'bytes'],
        phase: [5, 'varint'],
      });
      require_(hello.linkId.length === 16 && hello.offerHash.length === 32 && hello.answerHash.length === 32, 'sizes');
      hello.limits = read(hello.limits, limitsTable);
      within(hello.limits.bytes, 262_144n, 2n ** 32n, 'a window of 262,144 to 2^32 bytes');
      within(hello.limits.frames, 256n, 2n ** 20n, 'a window of 256 to 2^20 frames');
      return hello;
    }
    case 'Forged': {
      const forged = read(bytes, { hash: [1, 'bytes'] });
      require_(forged.hash.length === 32, 'a hash');
      return forged;
    }
    case 'GoAway': {
      const away = read(bytes, { reason: [1, 'varint'], 'neighbours[]': [2, 'bytes'] });
      require_(away.neighbours.length <= 16 && away.neighbours.every((did) => did.length === 20), '16 neighbours');
      return away;
    }
    default: {
      const listens = read(bytes, { port: [1, 'varint'] });
      within(listens.port, 1n, 65_535n, 'a port');
      return listens;
    }
  }
}

const control = (number, ...parts) => bytesField(2, bytesField(number, Buffer.concat(parts)));
export const writePing = (number) => control(1, optional(fixed64Field, 1, number));
export const writePong = (number) => control(2, optional(fixed64Field, 1, number));
export const writeCredit = (at, bytes, frames) =>
  control(3, varintField(1, at), varintField(2, bytes), varintField(3, frames));
export const writeHello = (h) =>
  control(
    6,
    bytesField(1, h.linkId),
    bytesField(2, h.offerHash),
    bytesField(3, h.answerHash),
    bytesField(4, Buffer.concat([varintField(1, h.bytes), varintField(2, h.frames)])),
    optional(varintField, 5, h.phase),
  );
export const writeGoAway = (reason) => control(8, varintField(1, reason));

// Offers and answers.
export const writeSigned = (s) =>
  Buffer.concat([
    bytesField(1, s.payload),
    bytesField(2, s.delegation),
    bytesField(3, s.signature),
    optional(bytesField, 4, s.tag),
  ]);

export function readSigned(bytes) {
  require_(bytes.length <= 65_536, 'at most 65,536 bytes');
  const s = read(bytes, {
    payload: [1, 'bytes'],
    delegation: [2, 'bytes'],
    signature: [3, 'bytes'],
    tag: [4, 'bytes'],
  });
  require_(s.payload.length > 0 && s.delegation.length > 0 && s.delegation.length <= 512, 'payload and delegation');
  require_(s.signature.length === 64 && [0, 32].includes(s.tag.length), 'signature and tag');
  return Object.assign(s, { hash: sha256(s.payload) });
}

export const sign = (identity, purpose, payload, psk) => {
  const signature = identity.sign(purpose, payload);
  const tag = psk ? pskTag(psk, purpose, identity.delegation, payload, signature) : Buffer.alloc(0);
  return { payload, delegation: identity.delegation.bytes, signature, tag, hash: sha256(payload) };
};

export const writeOffer = (o) =>
  Buffer.concat([
    varintField(1, o.min ?? 1),
    varintField(2, o.max ?? 1),
    bytesField(3, o.ring),
    bytesField(4, o.from),
    bytesField(5, o.to),
    bytesField(6, o.linkId),
    bytesField(7, Buffer.from(o.sdp)),
    ...(o.features ?? []).map((f) => bytesField(8, Buffer.from(f))),
    fixed64Field(9, o.issued),
    fixed64Field(10, o.expires),
  ]);

export const readOffer = (bytes) =>
  checkLink(
    read(bytes, {
      min: [1, 'varint'],
      max: [2, 'varint'],
      ring: [3, 'bytes'],
      from: [4, 'bytes'],
      to: [5, 'bytes'],
      linkId: [6, 'bytes'],
      sdp: [7, 'string'],
      'features[]': [8, 'string'],
      issued: [9, 'fixed64'],
      expires: [10, 'fixed64'],
    }),
  );

export const readAnswer = (bytes) =>
  checkLink(
    read(bytes, {
      version: [1, 'varint'],
      offerHash: [2, 'bytes'],
      from: [3, 'bytes'],
      to: [4, 'bytes'],
      linkId: [5, 'bytes'],
      sdp: [6, 'string'],
      'features[]': [7, 'string'],
      issued: [8, 'fixed64'],
    }),
  );

function checkLink(link) {
  require_(link.from.length === 20 && link.to.length === 20 && link.linkId.length === 16, 'sizes');
  require_(link.sdp.length >= 1 && link.sdp.length <= 32_768, 'a description');
  require_(link.features.length <= 32 && link.features.every((f) => f.length >= 1 && f.length <= 64), 'features');
  return link;
}

export function isSdpAcceptable(sdp) {
  if (/[^\t\r\n\x20-\x7e]/.test(sdp)) return false;
  const lines = sdp.split(/[\r\n]/);
  const fingerprints = lines.filter((line) => /^a=fingerprint:/i.test(line));
  return (
    lines.filter((line) => /^m=/i.test(line)).length === 1 &&
    fingerprints.length === 1 &&
    /^a=fingerprint: *sha-256 +[0-9a-f]{2}(:[0-9a-f]{2}){31} *$/i.test(fingerprints[0])
  );
}

const holds = (issued, length, longest, now) =>
  length >= 0n && length <= longest && issued <= now + 60_000n && now <= issued + length;

// The first check of 2.2 that an offer to `self` does not pass; 'None' where it passes all.
export function judgeOffer(bytes, { self, ring, psk }, now) {
  const signed = readSigned(bytes);
  const [verdict, d] = judgeDelegation(signed.delegation, ring, now);
  const isTagged =
    psk &&
    d &&
    signed.tag.length === 32 &&
    pskTag(psk, 'link-offer', d, signed.payload, signed.signature).equals(signed.tag);
  if (psk ? !isTagged : signed.tag.length > 0) return 'PskTag';
  let offer;
  try {
    offer = readOffer(signed.payload);
  } catch (wrong) {
    if (!(wrong instanceof Malformed)) throw wrong;
    return 'Malformed';
  }
  if (!holds(offer.issued, offer.expires - offer.issued, 120_000n, now)) return 'Time';
  if (!offer.ring.equals(ring)) return 'Ring';
  if (!offer.to.equals(self) || offer.from.equals(self)) return 'Address';
  if (offer.min > 1n || offer.max < 1n) return 'Version';
  if (verdict !== 'Valid' || !d.did.equals(offer.from)) return 'Delegation';
  if (!verifySession(d, 'link-offer', signed.payload, signed.signature)) return 'Signature';
  return isSdpAcceptable(offer.sdp) ? 'None' : 'Sdp';
}

export { varint };
