// A dialogue with running nodes, written from docs/protocol and vectors only.
// usage: node conformance/dialogue.mjs URL INTERNAL_URL TOKEN RING: the public and the internal address of one node of
// a ring, the token of the internal one, and the ring's name.
import crypto from 'node:crypto';
import { Identity, ringId } from './lib/identity.mjs';
import { bytesField, read, varintField } from './lib/proto.mjs';
import { sha256 } from './lib/crypto.mjs';
import * as wire from './lib/wire.mjs';
import * as e2e from './lib/e2e.mjs';
import * as records from './lib/records.mjs';
import { Node, rpc, sleep } from './lib/node.mjs';

const [url, internal, token, ringName] = process.argv.slice(2);
const ring = ringId(ringName);
const results = { passed: 0, failed: 0 };
const now = () => BigInt(Date.now());
const draw = (length) => crypto.randomBytes(length);
const kind = {
  unreachable: 1,
  unsupported: 2,
  ring: 4,
  storage: 32,
  delivered: 64,
  hello: 65,
  reply: 66,
  application: 80,
  sealed: 82,
  stream: 112,
};
const empty = Buffer.alloc(0);

function check(name, holds, detail = '') {
  results[holds ? 'passed' : 'failed']++;
  if (!holds) console.log(`failed: ${name} ${detail}`);
}

const plus = (did, n) =>
  Buffer.from(((BigInt(`0x${did.toString('hex')}`) + n) & ((1n << 160n) - 1n)).toString(16).padStart(40, '0'), 'hex');
async function link(hello) {
  const node = new Node(new Identity(ring));
  const theirs = await node.dial(url, hello);
  return Object.assign(node, { theirs });
}

// 1. The door, the link, the ring's questions.
async function talksToTheRing(node) {
  check('Hello says a window', node.theirs.limits.bytes >= 262_144n);
  check('Ping is answered by Pong', await node.ping());
  const key = plus(node.identity.did, 1n);
  const found = await node.ask(kind.ring, key, bytesField(1, bytesField(1, key)), {
    route: { mode: wire.modes.OWNER },
  });
  const owner = found && read(found.body, { owner: [9, 'bytes'] }).owner;
  const told = owner && read(owner, { owner: [1, 'bytes'], hops: [4, 'varint'] });
  check('FindOwner is answered by the owner', told?.owner.equals(found.from));
  check('hops are 1 to 32', told?.hops >= 1n && told?.hops <= 32n);
  const probe = await node.ask(kind.ring, node.peer, bytesField(4, empty));
  check('Probe is answered by Alive', probe?.body.equals(bytesField(12, empty)));
  const ask = await node.ask(kind.ring, node.peer, bytesField(3, empty));
  check('AskNeighbours is answered by Neighbours', ask?.body[0] === 0x5a);
  const traced = await node.ask(kind.ring, plus(node.peer, 1n), bytesField(1, bytesField(1, plus(node.peer, 1n))), {
    route: { mode: wire.modes.OWNER, hopsLeft: 0 },
  });
  check(
    'a question without hops left ends at the neighbour',
    traced?.kind === kind.unreachable || traced?.kind === kind.ring,
  );
  const later = await node.ask(kind.ring, node.peer, bytesField(15, empty));
  check('a RingMessage of a later version is Unsupported', later?.kind === kind.unsupported);
  const unknown = await node.ask(31, node.peer, empty, { lane: 0 });
  check('a kind of a later version is Unsupported', unknown?.kind === kind.unsupported);
  const stream = await node.ask(kind.stream, node.peer, empty);
  check('STREAM is Unsupported', stream?.kind === kind.unsupported);
}

// 2. A session, a message with a receipt, and the other way round.
const application = (protocol, text) =>
  Buffer.concat([bytesField(1, Buffer.from(protocol)), bytesField(2, Buffer.from(text))]);

async function opensASession(node) {
  const other = { ring, did: node.peer };
  const hello = e2e.writeHello(node.identity, other, draw, [1, 2], now());
  const reply = await node.ask(kind.hello, node.peer, hello.bytes);
  check('a hello is answered by a reply', reply?.kind === kind.reply && reply.from.equals(node.peer));
  const [outcome, session] = e2e.finish(node.identity, other, hello, reply.body, reply.delegation, draw);
  check('the reply is right', outcome === 'None', outcome);
  const again = await node.ask(kind.hello, node.peer, hello.bytes, {}, 500);
  check('a hello is answered once', !again);

  const text = Buffer.concat([draw(16), application('chat/1', 'hello from another implementation')]);
  const sealed = node.frame(kind.sealed, node.peer, session.seal(text), { wantsReceipt: true });
  const isReceipt = (a) => a.replyTo?.equals(sealed.name);
  node.sendFrame(sealed);
  const receipt = await node.arrived.take(isReceipt);
  check('a message is answered by its receipt', receipt?.body.equals(bytesField(1, sha256(sealed.transaction))));
  node.sendFrame(sealed);
  const repeated = await node.arrived.take(isReceipt);
  check('a repeated transaction is given its receipt again', repeated?.body.equals(receipt.body));
  const none = await node.ask(
    kind.sealed,
    node.peer,
    session.seal(Buffer.concat([draw(16), application('none/1', '')])),
  );
  check('a protocol without a receiver is Unsupported', none?.kind === kind.unsupported);
  check('and its name is not told in clear', read(none.body, { protocol: [2, 'string'] }).protocol === '');

  const unasked = node.frame(kind.sealed, node.peer, session.seal(text), {
    wantsReceipt: true,
    route: { wantsReply: false },
  });
  node.sendFrame(unasked);
  check(
    'without wants_reply there is no receipt',
    !(await node.arrived.take((a) => a.replyTo?.equals(unasked.name), 500)),
  );
  const bare = session
    .seal(text)
    .toString('hex')
    .replace(/1d00000000/, ''); // previous left out, as a proto3 writer would
  const dropped = await node.ask(kind.sealed, node.peer, Buffer.from(bare, 'hex'), { wantsReceipt: true }, 500);
  check('a message without its previous is dropped', !dropped);
  const alien = session.seal(text);
  alien[2] ^= 1;
  const unknown = await node.ask(kind.sealed, node.peer, alien);
  check('a message of an unknown session is Unsupported', unknown?.kind === kind.unsupported);

  const sent = sendTo(node, 'in your session');
  const message = await node.arrived.take((a) => a.kind === kind.sealed);
  await hears(node, session, message, 'in your session', sent);
}

const sendTo = (node, text) =>
  rpc(
    internal,
    'sendMessage',
    {
      destination_did: `0x${node.identity.did.toString('hex')}`,
      protocol: 'chat/1',
      data: Buffer.from(text).toString('base64'),
      mail: false,
    },
    token,
  );

// The node has something to say and no session yet.
async function answersAMessage() {
  const node = await link();
  const sent = sendTo(node, 'hello');
  const hello = await node.arrived.take((a) => a.kind === kind.hello);
  check('the node begins a session', Boolean(hello));
  const [outcome, reply, session] = e2e.answer(node.identity, hello.body, hello.delegation, draw, now());
  check('its hello is right', outcome === 'None', outcome);
  node.reply(hello, kind.reply, reply);
  const message = await node.arrived.take((a) => a.kind === kind.sealed);
  await hears(node, session, message, 'hello', sent);
  node.leave();
}

async function hears(node, session, message, expected, sent) {
  const [opened, text] = session.open(message.body);
  check('its message opens', opened === 'None' && text.subarray(16).equals(application('chat/1', expected)), opened);
  check('it wants a receipt', message.wantsReceipt && message.wantsReply);
  node.reply(message, kind.delivered, bytesField(1, sha256(message.transaction.bytes)));
  check('the node believes the receipt', (await sent).state === 'delivered');
}

// 3. Records: one of the ring's is read, one's own is written; wrong ones are refused.
const write = (at, record) =>
  bytesField(
    1,
    Buffer.concat([bytesField(1, Buffer.concat([bytesField(1, at), bytesField(2, record)])), varintField(2, 1)]),
  );
const refusal = (reply) =>
  reply?.kind === kind.storage
    ? Number(read(read(reply.body, { refused: [15, 'bytes'] }).refused, { refusal: [1, 'varint'] }).refusal)
    : undefined;

async function keepsRecords(node) {
  const { identity } = node;
  await rpc(
    internal,
    'putRecord',
    { kind: 'register', name: 'conformance', data: Buffer.from('value').toString('base64'), consistency: 'one' },
    token,
  );
  const at = records.key('register', node.peer, Buffer.from('conformance'));
  const question = (key) => bytesField(2, Buffer.concat([bytesField(1, key), varintField(2, 2)]));
  const toOwner = { route: { mode: wire.modes.OWNER } };
  const found = await node.ask(kind.storage, at, question(at), toOwner);
  const [record] = read(read(found.body, { found: [9, 'bytes'] }).found, { 'records[]': [1, 'bytes'] }).records;
  check('a record is read', Boolean(record));
  check('and verified', records.judge(record, at, ring, now()) === 'Valid');
  check('and says what was put', records.readRecord(record).fields.value.equals(Buffer.from('value')));

  const fields = {
    name: 'mine',
    owner: identity.did,
    author: identity.did,
    value: Buffer.from('x'),
    seq: now() * 1000n,
    expires: now() + 60_000n,
  };
  const mine = records.key('register', identity.did, Buffer.from('mine'));
  const put = (f, where = mine) =>
    node.ask(kind.storage, where, write(where, records.writeRecord(identity, 2, records.writeFields(f))), toOwner);
  check('an own record is taken', read((await put(fields)).body, { written: [8, 'bytes'] }).written.length > 0);
  check('an earlier word is SUPERSEDED', refusal(await put({ ...fields, seq: fields.seq - 1n })) === 2);
  check(
    'a record that lives too long is INVALID',
    refusal(await put({ ...fields, seq: fields.seq + 1n, expires: now() + 8n * 86_400_000n })) === 1,
  );
  check('one under another key is INVALID', refusal(await put(fields, plus(mine, 1n))) === 1);
  const broken = records.writeRecord(identity, 2, records.writeFields({ ...fields, tag: Buffer.from('t') }));
  check(
    'a Register with a tag gets no answer',
    !(await node.ask(kind.storage, mine, write(mine, broken), toOwner, 500)),
  );
}

// 4. What is dropped, and what closes the link. Each on a link of its own, all at once.
async function closesTheLink(name, act, hello) {
  const node = await link(hello);
  await act(node);
  const { closed, reason: told } = await node.closes();
  check(`${name} closes the link`, closed && (told === undefined || told === 5), `closed ${closed}, reason ${told}`);
  node.pc.close();
}

const plain = (other) => (node) => {
  const frame = node.frame(kind.application, node.peer, application('chat/1', 'x'), other);
  node.send(frame.id, frame.bytes);
};
const frames =
  (...list) =>
  (node) => {
    for (const frame of list) node.send(0, Buffer.from(frame));
  };

const closing = () => [
  ['a message of text', (node) => node.lanes[0].sendMessage(wire.writePing(1n).toString('latin1'))],
  ['an empty frame', frames([0x12, 0x05])],
  ['a frame of two fields', frames([0x18, 0x00, 0x20, 0x00])],
  ['an unknown field whose length does not fill the frame', frames([0x1a, 0x05, 0x00])],
  ['a Credit for lane 0', frames([0x12, 0x06, 0x1a, 0x04, 0x10, 0x01, 0x18, 0x01])],
  [
    'a second Hello',
    (node) =>
      node.send(
        0,
        wire.writeHello({
          linkId: node.linkId,
          offerHash: node.offerHash,
          answerHash: node.answerHash,
          bytes: 1 << 20,
          frames: 4096,
          phase: 0,
        }),
      ),
  ],
  ['a Ping before the Hello', frames(wire.writePing(1n)), null],
  ['link control on lane 2', (node) => node.send(2, wire.writePing(1n))],
  ['a kind on another lane', plain({ lane: 1 })],
  ['a kind that is not idempotent in mode OWNER', plain({ route: { mode: wire.modes.OWNER } })],
  ['a slot that holds nothing', plain({ route: { slot: 9, delegation: undefined } })],
  ['a target other than the destination', (node) => plain({ route: { target: plus(node.peer, 1n) } })(node)],
  ['a group behind the signature', plain({ route: { unknown: Buffer.from([0x33, 0x34]) } })],
];

// It may close before its own Hello has come.
async function closesAtAWrongHello() {
  const node = new Node(new Identity(ring));
  await node.dial(url, { linkId: draw(16) }).catch(() => undefined);
  const { closed, reason } = await node.closes();
  check(
    'a Hello of another link closes the link',
    closed && (reason === undefined || reason === 5),
    `reason ${reason}`,
  );
  node.pc.close();
}

async function dropsOrIgnores(node) {
  frames([0x18, 0x05], [0x1a, 0x00], [0x12, 0x00])(node);
  check('frames of a later version are ignored', await node.ping());
  const probe = (other) => node.ask(kind.ring, node.peer, bytesField(4, empty), other, 500);
  check(
    'an envelope with unknown fields is taken',
    Boolean(await probe({ route: { unknown: Buffer.from([0x30, 0x00]) } })),
  );
  check('a transaction whose time is over is dropped', !(await probe({ timestamp: now() - 20_000n })));
  check('one of more than a minute ahead is dropped', !(await probe({ timestamp: now() + 70_000n })));
  check('one of another ring is dropped', !(await probe({ ring: ringId('other') })));
  check(
    'a body that cannot be read gets no answer',
    !(await node.ask(kind.ring, node.peer, Buffer.from([0xff]), {}, 500)),
  );
  const forged = node.frame(kind.ring, node.peer, bytesField(4, empty));
  forged.bytes[forged.bytes.length - 1] ^= 1;
  node.send(0, forged.bytes);
  const told = await node.controls.take((c) => c.name === 'Forged', 2000);
  check('a forgery is told to the link that brought it', told?.hash.equals(sha256(forged.transaction)));
  check('and the link lives', await node.ping());
}

// 5. Offers that are refused, by the name of the check.
async function refusesOffers() {
  const node = new Node(new Identity(ring));
  const { did } = await rpc(url, 'nodeDid');
  const peer = Buffer.from(did.slice(2), 'hex');
  const sdp = await node.sdp;
  const second = `${/a=fingerprint:.*\r\n/.exec(sdp)[0].replace(/[0-9A-F]{2}\r/, '00\r')}`;
  const wrong = [
    ['Sdp', { sdp: sdp + second }],
    ['Sdp', { sdp: sdp.replace(/a=fingerprint:.*\r\n/, '') }],
    ['Sdp', { sdp: sdp + 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n' }],
    ['Time', { issued: 1n, expires: 2n }],
    ['Ring', { ring: ringId('other') }],
    ['Address', { to: plus(peer, 1n) }],
    ['Version', { min: 2, max: 3 }],
    ['Delegation', { from: plus(peer, 1n) }],
    ['Signature', { purpose: 'link-answer' }],
  ];
  for (const [name, other] of wrong) {
    const offer = await node.offer(peer, other);
    const refused = await rpc(url, 'answerOffer', { offer: offer.toString('base64url') }).catch((thrown) => thrown);
    check(
      `an offer is refused by ${name}`,
      refused.code === -32602 && refused.message.includes(name),
      `${refused.code} ${refused.message}`,
    );
  }
  node.pc.close();
}

async function leaves(node) {
  const peers = async () => (await rpc(internal, 'listPeers', {}, token)).map((peer) => peer.did);
  const did = `0x${node.identity.did.toString('hex')}`;
  check('the node lists the link', (await peers()).includes(did));
  node.leave();
  for (let i = 0; i < 50 && (await peers()).includes(did); i++) await sleep(100);
  check('after GoAway it does not', !(await peers()).includes(did));
}

async function main() {
  const node = await link();
  await talksToTheRing(node);
  await opensASession(node);
  await answersAMessage();
  await keepsRecords(node);
  await dropsOrIgnores(node);
  await refusesOffers();
  for (const each of closing()) await closesTheLink(...each);
  await closesAtAWrongHello();
  check('nothing that the node sent breaks a rule', !node.fault, node.fault?.stack);
  await leaves(node);
}

await main().catch((thrown) => check('the dialogue', false, thrown.stack));
console.log(`conformance-dialogue: ${results.passed} passed, ${results.failed} failed`);
setTimeout(() => process.exit(results.failed === 0 ? 0 : 1), 100);
