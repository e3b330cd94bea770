// A dialogue with running nodes, written from docs/protocol and vectors only.
// usage: node conformance/dialogue.mjs URL INTERNAL_URL TOKEN RING: the public and the internal address of one node of
// a ring, the token of the internal one, and the ring's name.
import { bytesField, read, varintField } from './lib/proto.mjs';
import { sha256 } from './lib/crypto.mjs';
import { readRing } from './lib/ring.mjs';
import * as wire from './lib/wire.mjs';
import * as e2e from './lib/e2e.mjs';
import { rpc, sleep } from './lib/node.mjs';
import {
  application,
  check,
  draw,
  empty,
  internal,
  kind,
  link,
  now,
  plus,
  results,
  ring,
  token,
} from './lib/setup.mjs';
import { findsItsMail, keepsRecords } from './dialogue-records.mjs';
import { dropsOrIgnores, refusesOffers, sayWrongThings } from './dialogue-wrongs.mjs';

// 1. The door, the link, the ring's questions.
async function talksToTheRing(node) {
  check('Hello says a window', node.theirs.limits.bytes >= 262_144n);
  check('Ping is answered by Pong', await node.ping());
  const key = plus(node.identity.did, 1n);
  const found = await node.ask(kind.ring, key, bytesField(1, bytesField(1, key)), {
    route: { mode: wire.modes.OWNER },
  });
  const told = found && readRing(found.body);
  check('FindOwner is answered by the owner', told?.owner?.equals(found.from));
  check('hops are 1 to 32', told?.hops >= 1n && told?.hops <= 32n);
  const probe = await node.ask(kind.ring, node.peer, bytesField(4, empty));
  check('Probe is answered by Alive', probe && readRing(probe.body).name === 'Alive');
  const ask = await node.ask(kind.ring, node.peer, bytesField(3, empty));
  const seen = ask && readRing(ask.body);
  check('AskNeighbours is answered by Neighbours', seen?.name === 'Neighbours');
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
  const free = await node.ask(67, node.peer, empty);
  check('a number that is free is Unsupported', free?.kind === kind.unsupported);
  await talksOverARelay(node, seen.successors[0]);
}

// The peer's successor is a further node, to which this one has no link: the peer relays, and replies come back.
async function talksOverARelay(node, far) {
  const receipt = await node.ask(kind.application, far, application('chat/1', 'over a relay'), { wantsReceipt: true });
  check('a message over a relay gets its receipt', receipt?.kind === kind.delivered && receipt.from.equals(far));
  const part = (index, data) =>
    Buffer.concat([
      bytesField(1, Buffer.alloc(16, 7)),
      varintField(2, kind.application),
      varintField(3, whole.length),
      ...(index ? [varintField(4, index)] : []),
      bytesField(5, data),
    ]);
  const whole = application('chat/1', 'x'.repeat(60_000));
  node.sendFrame(node.frame(kind.part, far, part(1, whole.subarray(49_152))));
  const last = await node.ask(kind.part, far, part(0, whole.subarray(0, 49_152)), { wantsReceipt: true });
  check('a message in two parts, the last first, gets its receipt', last?.kind === kind.delivered);
}

// 2. A session, a message with a receipt, and the other way round.
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
  node.sendFrame(node.frame(kind.reply, node.peer, reply)); // no reply: it names no transaction
  const early = await node.arrived.take((a) => a.kind === kind.sealed, 300);
  check('an E2eReply that is not a reply is not seen', !early);
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

async function leaves(node) {
  const peers = async () => (await rpc(internal, 'listPeers', {}, token)).map((peer) => peer.did);
  const did = `0x${node.identity.did.toString('hex')}`;
  check('the node lists the link', (await peers()).includes(did));
  node.leave();
  for (let i = 0; i < 600 && (await peers()).includes(did); i++) await sleep(100);
  check('after GoAway it does not', !(await peers()).includes(did));
}

async function main() {
  const node = await link();
  await talksToTheRing(node);
  await opensASession(node);
  await answersAMessage();
  await keepsRecords(node);
  await findsItsMail();
  await dropsOrIgnores(node);
  await refusesOffers();
  await sayWrongThings();
  check('nothing that the node sent breaks a rule', !node.fault, node.fault?.stack);
  await leaves(node);
}

await main().catch((thrown) => check('the dialogue', false, thrown.stack));
console.log(`conformance-dialogue: ${results.passed} passed, ${results.failed} failed`);
setTimeout(() => process.exit(results.failed === 0 ? 0 : 1), 100);
