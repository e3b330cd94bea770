// The dialogue about records and mail (docs/protocol/5-storage.md, 6-sessions.md).
import { bytesField, read, varintField } from './lib/proto.mjs';
import { readDelegation } from './lib/identity.mjs';
import { X25519Key } from './lib/crypto.mjs';
import * as wire from './lib/wire.mjs';
import * as e2e from './lib/e2e.mjs';
import * as records from './lib/records.mjs';
import { Node, rpc } from './lib/node.mjs';
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
  putByTheNode,
  ring,
  token,
  url,
} from './lib/setup.mjs';

// Records: one of the ring's is read, one's own is written; wrong ones are refused.
const write = (at, record) =>
  bytesField(
    1,
    Buffer.concat([bytesField(1, Buffer.concat([bytesField(1, at), bytesField(2, record)])), varintField(2, 1)]),
  );
const refusal = (reply) =>
  reply?.kind === kind.storage
    ? Number(read(read(reply.body, { refused: [15, 'bytes'] }).refused, { refusal: [1, 'varint'] }).refusal)
    : undefined;

export async function keepsRecords(node) {
  const { identity } = node;
  await putByTheNode('conformance', 'value');
  const at = records.key('register', node.peer, Buffer.from('conformance'));
  const question = (key) => bytesField(2, Buffer.concat([bytesField(1, key), varintField(2, 2)]));
  const toOwner = { route: { mode: wire.modes.OWNER } };
  const found = await node.ask(kind.storage, at, question(at), toOwner);
  const [record] = read(read(found.body, { found: [9, 'bytes'] }).found, { 'records[]': [1, 'bytes'] }).records;
  check('a record is read', Boolean(record));
  check('and verified', records.judge(record, at, ring, now()) === 'Valid');
  check('and says what was put', records.readRecord(record).fields.value.equals(Buffer.from('value')));

  await hearsNews(node);

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

async function hearsNews(node) {
  const at = records.key('register', node.peer, Buffer.from('watched'));
  const toOwner = { route: { mode: wire.modes.OWNER } };
  const watching = bytesField(16, empty);
  const lease = await node.ask(kind.storage, at, bytesField(6, bytesField(1, at)), toOwner);
  check('Watch is answered by Watching', lease?.body.equals(watching));
  await putByTheNode('watched', 'news');
  const news = await node.arrived.take((a) => a.kind === kind.storage && !a.replyTo);
  const item = read(
    read(read(news?.body ?? empty, { news: [7, 'bytes'] }).news, { item: [1, 'bytes'] }).item,
    itemTable,
  );
  check('a record that comes is told', item.key.equals(at) && records.judge(item.record, at, ring, now()) === 'Valid');
  node.reply(news, kind.storage, watching);
}

const itemTable = { key: [1, 'bytes'], record: [2, 'bytes'] };
// A prekey is left in the ring, the node that left it goes, and finds its mail when it comes back.
export async function findsItsMail() {
  const away = await link();
  const { identity } = away;
  const prekey = new X25519Key(draw(32));
  const bundle = e2e.writeBundle(identity, 1, prekey, now());
  const toOwner = { route: { mode: wire.modes.OWNER } };
  const record = records.writeRecord(
    identity,
    2,
    records.writeFields({
      name: 'e2e/prekeys',
      owner: identity.did,
      author: identity.did,
      value: bundle.bytes,
      seq: now() * 1000n,
      expires: now() + 3_600_000n,
    }),
  );
  const places = (...base) => [0, 1, 2].map((i) => records.key(...base, Buffer.from([i])));
  for (const at of places('register', identity.did, Buffer.from('e2e/prekeys'))) {
    const put = await away.ask(kind.storage, at, write(at, record), toOwner);
    check('a prekey is kept', read(put?.body ?? empty, { written: [8, 'bytes'] }).written.length > 0);
  }
  away.leave();
  await away.closed;
  const sent = await rpc(
    internal,
    'sendMessage',
    {
      destination_did: `0x${identity.did.toString('hex')}`,
      protocol: 'chat/1',
      data: Buffer.from('while you were away').toString('base64'),
    },
    token,
  );
  check('a message to one who is away is mailed', sent.state === 'mailed', sent.state);

  const back = new Node(identity);
  await back.dial(url);
  const [at] = places('set', Buffer.from('e2e/mailbox'), identity.did);
  const question = bytesField(2, Buffer.concat([bytesField(1, at), varintField(2, 2)]));
  const found = await back.ask(kind.storage, at, question, toOwner);
  const [letter] = read(read(found.body, { found: [9, 'bytes'] }).found, { 'records[]': [1, 'bytes'] }).records;
  check('the letter lies in the mailbox', records.judge(letter, at, ring, now()) === 'Valid');
  const { fields, delegation } = records.readRecord(letter);
  const signed = e2e.readSigned(fields.value);
  const [outcome, text] = e2e.openLetter(
    identity,
    fields.value,
    readDelegation(signed.delegation),
    bundle.payload,
    prekey,
    now(),
  );
  check('it opens', outcome === 'None' && text.equals(application('chat/1', 'while you were away')), outcome);
  check('and is by the node', readDelegation(delegation).did.equals(back.peer) && fields.tag.length === 16);
  const removal = records.writeRecord(
    identity,
    4,
    records.writeFields({
      name: 'e2e/mailbox',
      owner: identity.did,
      author: identity.did,
      tag: fields.tag,
      target: back.peer,
      seq: fields.seq + 1n,
      expires: now() + 3_600_000n,
    }),
  );
  check('it is removed', Boolean((await back.ask(kind.storage, at, write(at, removal), toOwner))?.body.length));
  const left = read((await back.ask(kind.storage, at, question, toOwner)).body, { found: [9, 'bytes'] }).found;
  const rest = read(left, { 'records[]': [1, 'bytes'] }).records.map(records.readRecord);
  check('and hidden by its removal', !rest.some((r) => r.kind === 3));
  back.leave();
}
