// The dialogue in which this end says wrong things, and sees whether the node does what the text says.
import { bytesField } from './lib/proto.mjs';
import { Identity, ringId } from './lib/identity.mjs';
import { sha256 } from './lib/crypto.mjs';
import * as wire from './lib/wire.mjs';
import { Node, rpc } from './lib/node.mjs';
import { application, check, draw, empty, kind, link, now, plus, ring, url } from './lib/setup.mjs';

// What is dropped, and what closes the link, each on a link of its own.
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

export async function dropsOrIgnores(node) {
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
  const told = await node.controls.take((c) => c.name === 'Forged');
  check('a forgery is told to the link that brought it', told?.hash.equals(sha256(forged.transaction)));
  check('and the link lives', await node.ping());
}

export async function sayWrongThings() {
  for (const each of closing()) await closesTheLink(...each);
  await closesAtAWrongHello();
}

// Offers that are refused, by the name of the check.
export async function refusesOffers() {
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
