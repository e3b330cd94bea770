// Checks vectors/*.json with what the text says, and nothing else. usage: node conformance/vectors.mjs [FOLDER]
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { hex, isPoint, sha256, verifyEd25519, Ed25519Key, X25519Key } from './lib/crypto.mjs';
import * as identity from './lib/identity.mjs';
import * as ring from './lib/ring.mjs';
import * as wire from './lib/wire.mjs';
import * as e2e from './lib/e2e.mjs';
import * as records from './lib/records.mjs';
import { bytesField, read, varintField } from './lib/proto.mjs';
import { secp256k1 } from '@noble/curves/secp256k1';

const folder = process.argv[2] ?? path.join(import.meta.dirname, '..', '..', 'vectors');
const load = (name) => JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8'));
let passed = 0;
const failures = [];

function check(name, actual, expected) {
  const text = (value) => (Buffer.isBuffer(value) ? value.toString('hex') : String(value));
  if (text(actual) === text(expected)) passed++;
  else failures.push(`${name}: ${text(actual).slice(0, 200)}, expected ${text(expected).slice(0, 200)}`);
}

function attempt(name, action) {
  try {
    action();
  } catch (thrown) {
    failures.push(`${name}: ${thrown.stack}`);
  }
}

const isRefused = (action) => {
  try {
    action();
    return false;
  } catch {
    return true;
  }
};
const number = (name) => Number(Object.keys(identity.kinds).find((kind) => identity.kinds[kind] === name));

// The node of wire.json, storage.json or e2e.json, whose session key is known.
function nodeOf(delegation, seed) {
  const d = identity.readDelegation(delegation);
  const session = new Ed25519Key(seed);
  return {
    delegation: d,
    did: d.did,
    ring: d.ring,
    sign: (purpose, payload) =>
      session.sign(Buffer.concat([Buffer.from(`rings/1 ${purpose}\0`), d.ring, d.id, payload])),
  };
}

function checkEd25519() {
  const { keys, signatures } = load('ed25519');
  for (const v of keys) check(`ed25519: ${v.name}`, isPoint(hex(v.key)), v.accepted);
  for (const v of signatures)
    check(`ed25519: ${v.name}`, verifyEd25519(hex(v.key), hex(v.data), hex(v.signature)), v.accepted);
}

function checkIdentity() {
  const file = load('identity');
  for (const v of file.accounts) {
    const claim = { kind: number(v.kind), key: hex(v.carried_public_key), text: v.text, claimed: hex(v.did) };
    const did = identity.accountOf(claim, hex(v.signature));
    check(`account ${v.kind}`, did, hex(v.did));
    check(`checksum ${v.kind}`, eip55(hex(v.did)), v.did_checksummed);
  }
  for (const v of file.delegations) {
    const d = identity.readDelegation(hex(v.bytes));
    check(`delegation ${v.account_kind}`, identity.isDelegated(d), true);
    if (v.digest) check(`delegation digest ${v.account_kind}`, identity.delegationDigest(d), hex(v.digest));
    check(`delegation text ${v.account_kind}`, identity.delegationText(d), v.text);
    check(`delegation id ${v.account_kind}`, d.id, hex(v.delegation_id));
    check(`delegation bytes ${v.account_kind}`, identity.writeDelegation(d), hex(v.bytes));
    check(`session key ${v.account_kind}`, d.session, new Ed25519Key(hex(v.session_seed)).public);
  }
  for (const v of file.judged_delegations)
    check(`delegation: ${v.name}`, identity.judgeDelegation(hex(v.bytes), hex(v.ring), BigInt(v.at_ms))[0], v.verdict);
  const purposes = [
    'link-offer',
    'link-answer',
    'transaction',
    'register',
    'set-element',
    'set-removal',
    'blob-lease',
    'e2e-hello',
    'e2e-reply',
    'e2e-prekeys',
    'e2e-first',
    'group-deal',
    'group-renewal',
  ];
  file.session_signatures.forEach((v, i) =>
    check(
      `purpose ${v.purpose}`,
      identity.verifySession(identity.readDelegation(hex(v.delegation)), purposes[i], hex(v.payload), hex(v.signature)),
      true,
    ),
  );
  for (const v of file.revocations) {
    const r = identity.readRevocation(hex(v.bytes));
    check('revocation', identity.isRevoked(r), true);
    if (v.digest) check('revocation digest', identity.revocationDigest(r), hex(v.digest));
    check('revocation text', identity.revocationText(r), v.text);
    check('revocation bytes', identity.writeRevocation(r), hex(v.bytes));
  }
  for (const v of file.equal_revocations) {
    const order = Buffer.compare(sha256(hex(v.left)), sha256(hex(v.right)));
    check('of equal time', order > 0 ? 'left' : 'right', v.stands);
  }
  for (const v of file.rings) {
    const secret = v.secret && hex(v.secret);
    check(`ring ${v.name}`, identity.ringId(v.name, secret), hex(v.ring));
    if (secret)
      check(
        'ring psk',
        crypto.createHmac('sha256', identity.ringPsk(secret)).update(hex(v.data)).digest(),
        hex(v.psk_hmac_of_data),
      );
  }
  for (const v of file.keystores) check(`keystore ${v.kind}`, decrypt(v.document.crypto, v.passphrase), hex(v.secret));
}

// The vectors of BIP-322 itself: made by others, so that a mistake shared with this project shows.
function checkBip322() {
  const { tx_hashes, valid } = load('bip322');
  const hashOf = (transaction) => sha256(sha256(transaction)).reverse();
  for (const v of tx_hashes) {
    const { key } = readStack(valid.find((other) => other.address === v.address).signature);
    const script = identity.scriptOf(identity.hash160(key), 39);
    check(`bip322: ${v.message}`, hashOf(identity.toSpend(Buffer.from(v.message), script)), hex(v.to_spend_tx_hash));
  }
  for (const v of valid) {
    const { der, key } = readStack(v.signature);
    const hash = identity.bip322Hash(Buffer.from(v.message), identity.hash160(key), 39);
    check(`bip322: signed ${v.message}`, secp256k1.verify(secp256k1.Signature.fromDER(der), hash, key), true);
  }
}

// The simple form: a witness stack of two, in base64.
function readStack(text) {
  const stack = Buffer.from(text.replace(/^smp/, ''), 'base64');
  return { der: stack.subarray(2, 1 + stack[1]), key: stack.subarray(-33) };
}

function eip55(did) {
  const digits = did.toString('hex');
  const hash = identity.keccak(Buffer.from(digits)).toString('hex');
  return '0x' + [...digits].map((digit, i) => (parseInt(hash[i], 16) >= 8 ? digit.toUpperCase() : digit)).join('');
}

function decrypt({ kdfparams, cipherparams, ciphertext, mac }, passphrase) {
  const { n, r, p, dklen, salt } = kdfparams;
  const key = crypto.scryptSync(passphrase, hex(salt), dklen, { N: n, r, p, maxmem: 256 * n * r });
  check('keystore mac', identity.keccak(key.subarray(16), hex(ciphertext)), hex(mac));
  const cipher = crypto.createDecipheriv('aes-128-ctr', key.subarray(0, 16), hex(cipherparams.iv));
  return Buffer.concat([cipher.update(hex(ciphertext)), cipher.final()]);
}

function checkWire() {
  const file = load('wire');
  const self = nodeOf(hex(file.delegation), hex(file.session_seed));
  const peer = hex(file.peer);
  check('delegation id', self.delegation.id, hex(file.delegation_id));
  for (const v of file.envelopes) attempt(v.name, () => checkEnvelope(v, self));
  for (const v of file.refused_envelopes)
    check(
      `refused: ${v.name}`,
      isRefused(() => wire.readEnvelope(hex(v.frame))),
      true,
    );
  for (const v of file.accepted_envelopes)
    attempt(v.name, () => {
      const e = wire.readEnvelope(hex(v.frame));
      check(`${v.name}: hops`, e.hopsLeft, v.hops_left);
      check(`${v.name}: kind`, e.transaction.kind, v.kind);
      check(`${v.name}: hash`, e.transaction.hash, hex(v.transaction_hash));
      check(
        `${v.name}: signature`,
        identity.verifySession(self.delegation, 'transaction', e.transaction.bytes, e.signature),
        true,
      );
    });
  for (const v of file.other_frames) check(`frame: ${v.name}`, outcomeOf(hex(v.frame)), v.outcome);
  const psk = identity.ringPsk(hex(file.ring_secret));
  const issued = self.delegation.issued;
  for (const v of file.offers) {
    check(
      'offer',
      wire.judgeOffer(hex(v.bytes), { self: peer, ring: self.ring, psk: v.private && psk }, issued),
      'None',
    );
    check('offer hash', wire.readSigned(hex(v.bytes)).hash, hex(v.payload_hash));
    check(
      'offer bytes',
      wire.writeSigned(wire.sign(self, 'link-offer', hex(v.payload), v.private && psk)),
      hex(v.bytes),
    );
    const offer = wire.readOffer(hex(v.payload));
    check('offer payload', wire.writeOffer({ ...offer, min: 1, max: 1 }), hex(v.payload));
  }
  for (const v of file.refused_offers)
    check(
      `offer: ${v.name}`,
      wire.judgeOffer(hex(v.bytes), { self: peer, ring: self.ring, psk: v.private && psk }, issued),
      v.refusal,
    );
  for (const v of file.answers) {
    check('answer', wire.writeSigned(wire.sign(self, 'link-answer', hex(v.payload), v.private && psk)), hex(v.bytes));
    check('answer hash', wire.readAnswer(hex(v.payload)).offerHash, hex(file.offers[0].payload_hash));
  }
  for (const v of file.link_control) {
    const name = wire.readControl(wire.readFrame(hex(v.frame)).content).name;
    check(`control ${v.message}`, name, v.message.replace('PhaseChanged', 'Phase'));
  }
  for (const v of file.kinds)
    check(`kind ${v.kind}`, `${wire.lane(v.number)} ${wire.isIdempotent(v.number)}`, `${v.lane} ${v.idempotent}`);
  for (const [i, v] of file.first_link.entries()) attempt(v.name, () => checkFirst(v, i, self));
}

function checkEnvelope(v, self) {
  const e = wire.readEnvelope(hex(v.frame));
  const t = e.transaction;
  check(`${v.name}: id`, t.id, hex(v.id));
  check(`${v.name}: hash`, t.hash, hex(v.transaction_hash));
  const transaction = wire.writeTransaction({
    ring: self.ring,
    destination: t.destination,
    delegationId: self.delegation.id,
    id: hex(v.id),
    sequence: v.sequence,
    timestamp: v.timestamp_ms,
    ttl: v.ttl_ms,
    kind: v.kind,
    replyTo: v.reply_to && hex(v.reply_to),
    wantsReceipt: v.wants_receipt,
    body: hex(v.body),
  });
  check(`${v.name}: transaction`, transaction, hex(v.transaction));
  check(`${v.name}: signature`, self.sign('transaction', transaction), hex(v.signature));
  const route = { hopsLeft: v.hops_left, mode: v.mode, target: t.destination, wantsReply: v.wants_reply, final: false };
  const parts = { slot: 0, transaction, signature: hex(v.signature) };
  check(`${v.name}: frame`, wire.writeEnvelope({ ...route, ...parts }), hex(v.frame));
  check(
    `${v.name}: relayed`,
    wire.writeEnvelope({
      ...route,
      ...parts,
      hopsLeft: v.hops_left - 1,
      final: true,
      slot: 63,
      delegation: self.delegation.bytes,
    }),
    hex(v.relayed_as_final_with_delegation_in_slot_63),
  );
}

function outcomeOf(frame) {
  try {
    const { kind, content } = wire.readFrame(frame);
    return kind === 'ignored' || wire.readControl(content).name === 'ignored' ? 'ignored' : 'taken';
  } catch {
    return 'closes';
  }
}

function checkFirst(v, i, self) {
  if (i < 2) {
    check(v.name, wire.readControl(wire.readFrame(hex(v.frame)).content).phase, i);
    return;
  }
  const e = wire.readEnvelope(hex(v.frame));
  const key = Buffer.from((BigInt(`0x${self.did.toString('hex')}`) + 1n).toString(16).padStart(40, '0'), 'hex');
  check(`${v.name}: hops`, e.hopsLeft, 31);
  check(`${v.name}: delegation`, e.delegation ?? 'none', i === 2 ? self.delegation.bytes : 'none');
  check(`${v.name}: body`, e.transaction.body, bytesField(1, bytesField(1, key)));
}

function checkRing() {
  const at = (exponent) => Buffer.from((1n << (150n + BigInt(exponent))).toString(16).padStart(40, '0'), 'hex');
  const { messages, refused, unsupported } = load('ring');
  const did = (number, exponent) => bytesField(number, at(exponent));
  const expected = {
    find_owner: bytesField(1, did(1, 1)),
    find_next: bytesField(2, did(1, 2)),
    find_next_final: bytesField(2, Buffer.concat([did(1, 2), varintField(2, 1)])),
    ask_neighbours: bytesField(3, Buffer.alloc(0)),
    probe: bytesField(4, Buffer.alloc(0)),
    alive: bytesField(12, Buffer.alloc(0)),
    changed: bytesField(20, Buffer.alloc(0)),
    owner_found: bytesField(9, Buffer.concat([did(1, 3), did(2, 2), did(3, 4), did(3, 5), varintField(4, 3)])),
    notify: bytesField(17, Buffer.concat([did(1, 2), did(1, 1)])),
    leaving: bytesField(19, Buffer.concat([did(1, 2), did(2, 4)])),
  };
  for (const [name, bytes] of Object.entries(expected)) check(`ring ${name}`, bytes, hex(messages[name]));
  for (const v of refused)
    check(
      `ring: ${v.name}`,
      isRefused(() => ring.readRing(hex(v.body))),
      true,
    );
  for (const v of unsupported) check(`ring: ${v.name}`, ring.readRing(hex(v.body)), undefined);
}

function checkStorage() {
  const file = load('storage');
  for (const v of file.records)
    attempt(`record ${v.kind}`, () => {
      const record = records.readRecord(hex(v.bytes));
      check(`record ${v.kind}`, records.kinds[record.kind], v.kind);
      check(`record ${v.kind}: slot`, records.slot(record), hex(v.slot));
      check(`record ${v.kind}: hash`, record.hash, hex(v.hash));
      check(`record ${v.kind}: digest`, records.digest(hex(v.key), record), v.digest_sum);
      check(`record ${v.kind}: place`, records.belongsAt(record, hex(v.key)), true);
    });
  for (const v of file.judged_records)
    check(`record: ${v.name}`, records.judge(hex(v.bytes), hex(v.key), hex(file.ring), BigInt(v.at_ms)), v.verdict);
  const numbers = [
    'Write',
    'Read',
    'Replicate',
    'Compare',
    'Fetch',
    'Watch',
    'News',
    'Written',
    'Found',
    'Kept',
    'Same',
    'Differs',
    'Rows',
    'Records',
    'Refused',
    'Watching',
  ];
  for (const v of file.messages) check(`storage ${v.name}`, numbers[(firstTag(hex(v.bytes)) >> 3) - 1], v.name);
  for (const v of file.files) {
    const bytes = Buffer.from(Uint8Array.from({ length: v.size }, (_, i) => i % 251));
    const { root, chunks, manifests } = records.pack(bytes, v.media_type);
    check(`file ${v.size}: root`, root, hex(v.root));
    check(`file ${v.size}: chunks`, chunks, v.chunks);
    check(
      `file ${v.size}: manifests`,
      manifests.map((m) => records.manifestHash(m).toString('hex')).sort(),
      v.manifests.map((m) => m.hash).sort(),
    );
    for (const m of v.manifests.filter((m) => m.bytes))
      check(
        `file ${v.size}: manifest`,
        isRefused(() => records.readManifest(hex(m.bytes))),
        false,
      );
  }
  for (const v of file.directories) {
    check(
      `directory ${v.name}`,
      records.readManifest(hex(v.bytes)).files.map((f) => f.path),
      v.entries.map((e) => e.path),
    );
    check(`directory ${v.name}: hash`, records.manifestHash(hex(v.bytes)), hex(v.hash));
  }
  for (const v of file.refused_manifests)
    check(
      `manifest: ${v.name}`,
      isRefused(() => records.readManifest(hex(v.bytes))),
      true,
    );
}

const firstTag = (bytes) => (bytes[0] < 128 ? bytes[0] : (bytes[0] & 127) | (bytes[1] << 7));

function checkEndToEnd() {
  const file = load('e2e');
  const alice = nodeOf(hex(file.initiator_delegation), hex(file.initiator_seed));
  const bob = nodeOf(hex(file.responder_delegation), hex(file.responder_seed));
  const now = BigInt(file.now_ms);
  const draws = (list) => {
    const left = list.map(hex);
    return () => left.shift();
  };
  const begin = (v) => e2e.writeHello(alice, bob, draws(v.initiator_draws), [v.suite], now);
  const text = (m) => (m.id ? hex(m.text) : Buffer.from(m.text));
  for (const v of [...file.sessions, file.conversation]) {
    const mine = draws(v.initiator_draws);
    const hello = e2e.writeHello(alice, bob, mine, [v.suite], now);
    check('hello', hello.bytes, hex(v.hello));
    const [, reply, theirs] = e2e.answer(bob, hello.bytes, alice.delegation, draws(v.responder_draws), now);
    check('reply', reply, hex(v.reply));
    const [outcome, session] = e2e.finish(alice, bob, hello, reply, bob.delegation, mine);
    check('handshake', outcome, 'None');
    check('session id', session.id, hex(v.session_id));
    for (const m of v.messages) {
      const [from, to] = m.by_initiator ? [session, theirs] : [theirs, session];
      const sealed = from.seal(text(m));
      check('message', sealed, hex(m.message));
      check('opened', to.open(sealed)[1], text(m));
      if (m.id)
        check(
          'text',
          Buffer.concat([
            hex(m.id),
            bytesField(1, Buffer.from(m.protocol)),
            m.payload ? bytesField(2, hex(m.payload)) : Buffer.alloc(0),
          ]),
          text(m),
        );
    }
  }
  const first = file.sessions[0];
  const respond = (hello) => e2e.answer(bob, hello, alice.delegation, draws(first.responder_draws), now, [1]);
  for (const v of file.judged_hellos) check(`hello: ${v.name}`, respond(hex(v.bytes))[0], v.outcome);
  for (const v of file.judged_replies) {
    const mine = draws(first.initiator_draws);
    const hello = e2e.writeHello(alice, bob, mine, [1], now);
    check(`reply: ${v.name}`, e2e.finish(alice, bob, hello, hex(v.bytes), bob.delegation, mine)[0], v.outcome);
  }
  for (const v of file.judged_messages)
    check(`message: ${v.name}`, respond(begin(first).bytes)[2].open(hex(v.bytes))[0], v.outcome);
  for (const v of [file.first_message, file.letter]) {
    const prekey = new X25519Key(hex(v.recipient_draws[0]));
    const bundle = e2e.writeBundle(bob, 1, prekey, now);
    check('bundle', bundle.bytes, hex(v.bundle));
    const said = v === file.letter ? hex(v.text) : Buffer.from(v.text);
    check(
      'letter',
      e2e.writeLetter(alice, bob, bundle.payload, prekey.public, hex(v.id), said, draws(v.sender_draws), now),
      hex(v.message),
    );
    check('letter opened', e2e.openLetter(bob, hex(v.message), alice.delegation, bundle.payload, prekey, now)[1], said);
    if (v === file.letter) {
      check('letter says', read(said, { protocol: [1, 'string'] }).protocol, 'chat/1');
      for (const j of file.judged_letters)
        check(
          `letter: ${j.name}`,
          e2e.openLetter(bob, hex(j.bytes), alice.delegation, bundle.payload, prekey, now)[0],
          j.outcome,
        );
    }
  }
}

for (const part of [checkEd25519, checkIdentity, checkBip322, checkWire, checkRing, checkStorage, checkEndToEnd])
  attempt(part.name, part);
for (const failure of failures) console.error(failure);
console.log(`conformance-vectors: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
