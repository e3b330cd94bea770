// A small node: one link to one peer over node-datachannel (docs/protocol/2-links.md), and what it says over it.
import crypto from 'node:crypto';
import ndc from 'node-datachannel';
if (process.env.NDC_LOG) ndc.initLogger(process.env.NDC_LOG, (l, m) => process.stderr.write(`${l} ${m}\n`));
import * as wire from './wire.mjs';
import { judgeDelegation, verifySession } from './identity.mjs';

const window_ = { bytes: 1 << 20, frames: 4096 };
const now = () => BigInt(Date.now());
/** What is to come is waited for as long, on a machine that does much else, too. */
export const LEASH_MS = 60_000;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function rpc(url, method, params, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(15_000),
  });
  const answer = await response.json();
  if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
  return answer.result;
}

// A value that somebody waits for, with a deadline.
class Box {
  constructor() {
    this.items = [];
    this.waiting = [];
  }

  put(item) {
    const taker = this.waiting.findIndex(({ wanted }) => wanted(item));
    if (taker < 0) this.items.push(item);
    else this.waiting.splice(taker, 1)[0].resolve(item);
  }

  // undefined where nothing that is wanted comes in time
  take(wanted = () => true, ms = LEASH_MS) {
    const at = this.items.findIndex(wanted);
    if (at >= 0) return Promise.resolve(this.items.splice(at, 1)[0]);
    return new Promise((resolve) => {
      const entry = { wanted, resolve };
      entry.resolve = (item) => {
        clearTimeout(timer);
        resolve(item);
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(entry), 1);
        resolve(undefined);
      }, ms);
      this.waiting.push(entry);
    });
  }
}

// The description without its candidates. The node begins its checks as soon as it has the offer, and libdatachannel
// begins DTLS on the first that arrives, with or without the answer: before the answer it knows no fingerprint, and the
// handshake fails. Without candidates the node has nothing to check until this end does, which knows the answer then
// (RFC 8445, section 7.3.1.3).
const withoutCandidates = (sdp) =>
  sdp
    .split(/\r?\n/)
    .filter((line) => line && !/^a=(candidate:|end-of-candidates)/.test(line))
    .join('\r\n') + '\r\n';

export class Node {
  constructor(identity, psk) {
    Object.assign(this, { identity, psk, sequence: now() * 1000n });
    this.controls = new Box();
    this.arrived = new Box();
    this.closed = new Promise((resolve) => {
      this.close_ = resolve;
    });
    this.isClosed = false;
    this.credit = [0, 0, 0, 0].map(() => ({ bytes: 0, frames: 0 }));
    this.ours = [0, 0, 0, 0].map(() => ({ bytes: 0, frames: 0 }));
    this.slots = [0, 1, 2, 3].map(() => ({ sent: new Set(), received: new Map() }));
    this.pc = new ndc.PeerConnection('conformance', {
      iceServers: [],
      bindAddress: '127.0.0.1',
      disableAutoNegotiation: true,
    });
    this.pc.onStateChange((state) => {
      if (['closed', 'failed', 'disconnected'].includes(state)) this.end();
    });
    const gathered = new Promise((resolve) =>
      this.pc.onGatheringStateChange((state) => {
        if (state === 'complete') resolve();
      }),
    );
    this.lanes = [0, 1, 2, 3].map((id) => this.pc.createDataChannel(`lane ${id}`, { negotiated: true, id }));
    this.opened = Promise.all(
      this.lanes.map(
        (channel, id) =>
          new Promise((resolve) => {
            channel.onOpen(resolve);
            channel.onClosed(() => this.end());
            channel.onMessage((data) => this.take(id, Buffer.from(data)));
          }),
      ),
    );
    this.pc.setLocalDescription('offer');
    this.sdp = gathered.then(() => withoutCandidates(this.pc.localDescription().sdp));
  }

  end() {
    this.isClosed = true;
    this.close_(true);
  }

  // What is signed and sent: the parts that a check wants wrong are given by `other`.
  async offer(to, other = {}) {
    const issued = now();
    this.linkId = crypto.randomBytes(16);
    const payload = wire.writeOffer({
      ring: this.identity.ring,
      from: this.identity.did,
      to,
      linkId: this.linkId,
      sdp: await this.sdp,
      issued,
      expires: issued + 120_000n,
      ...other,
    });
    const signed = wire.sign(this.identity, other.purpose ?? 'link-offer', payload, this.psk);
    this.offerHash = signed.hash;
    return wire.writeSigned(signed);
  }

  // Dials a node by its HTTP door. Returns what it says in its Hello.
  async dial(url, ourHello = {}) {
    // null: none is said
    this.peer = Buffer.from((await rpc(url, 'nodeDid')).did.slice(2), 'hex');
    const { answer } = await rpc(url, 'answerOffer', { offer: (await this.offer(this.peer)).toString('base64url') });
    const signed = wire.readSigned(Buffer.from(answer, 'base64url'));
    const [verdict, delegation] = judgeDelegation(signed.delegation, this.identity.ring, now());
    const said = wire.readAnswer(signed.payload);
    const isRight =
      verdict === 'Valid' &&
      delegation.did.equals(this.peer) &&
      said.from.equals(this.peer) &&
      said.to.equals(this.identity.did) &&
      said.offerHash.equals(this.offerHash) &&
      said.linkId.equals(this.linkId) &&
      said.version === 1n &&
      said.features.length === 0 &&
      wire.isSdpAcceptable(said.sdp) &&
      verifySession(delegation, 'link-answer', signed.payload, signed.signature);
    if (!isRight) throw new Error('the answer is not one to the offer');
    this.pc.setRemoteDescription(said.sdp, 'answer');
    await Promise.race([
      this.opened,
      sleep(10_000).then(() => {
        throw new Error('no channel opens');
      }),
    ]);
    if (ourHello)
      this.send(
        0,
        wire.writeHello({
          linkId: this.linkId,
          offerHash: this.offerHash,
          answerHash: signed.hash,
          ...window_,
          phase: 0,
          ...ourHello,
        }),
      );
    this.answerHash = signed.hash;
    const hello = await Promise.race([this.controls.take((control) => control.name === 'Hello'), this.closed]);
    if (!hello?.linkId) throw new Error('no Hello');
    for (const id of [1, 2, 3])
      this.credit[id] = { bytes: Number(hello.limits.bytes), frames: Number(hello.limits.frames) };
    const fits =
      hello.linkId.equals(this.linkId) &&
      hello.offerHash.equals(this.offerHash) &&
      hello.answerHash.equals(signed.hash);
    if (!fits) throw new Error('the Hello is of another link');
    return hello;
  }

  send(id, frame) {
    if (!this.isClosed && this.lanes[id].isOpen()) this.lanes[id].sendMessageBinary(frame);
  }

  // What breaks a rule is kept for the check to tell: a native callback cannot throw.
  take(id, frame) {
    try {
      this.receive(id, frame);
    } catch (thrown) {
      this.fault ??= thrown;
    }
  }

  receive(id, frame) {
    const { kind, content } = wire.readFrame(frame);
    if (kind === 'control') this.receiveControl(wire.readControl(content));
    if (kind === 'envelope') this.receiveEnvelope(id, frame);
    if (id === 0 || kind !== 'envelope') return;
    const ours = this.ours[id]; // delivered: credit goes back once half of the window is together
    ours.bytes += frame.length;
    ours.frames++;
    if (ours.bytes < window_.bytes / 2 && ours.frames < window_.frames / 2) return;
    this.send(0, wire.writeCredit(id, ours.bytes, ours.frames));
    this.ours[id] = { bytes: 0, frames: 0 };
  }

  receiveControl(control) {
    if (control.name === 'Ping') this.send(0, wire.writePong(control.number));
    else if (control.name === 'Credit') {
      this.credit[control.lane].bytes += Number(control.bytes);
      this.credit[control.lane].frames += Number(control.frames);
    } else this.controls.put(control);
  }

  receiveEnvelope(id, frame) {
    const envelope = wire.readEnvelope(frame);
    const { received } = this.slots[id];
    if (envelope.delegation) received.set(envelope.slot, envelope.delegation);
    const [verdict, delegation] = judgeDelegation(
      received.get(envelope.slot) ?? Buffer.alloc(0),
      this.identity.ring,
      now(),
    );
    const { transaction, signature } = envelope;
    const isGenuine =
      verdict === 'Valid' &&
      delegation.id.equals(transaction.delegationId) &&
      wire.lane(transaction.kind) === id &&
      transaction.ring.equals(this.identity.ring) &&
      verifySession(delegation, 'transaction', transaction.bytes, signature);
    if (!isGenuine) throw new Error('a transaction that is not genuine came over the link');
    this.arrived.put({ ...transaction, ...envelope, from: delegation.did, delegation });
  }

  // The frame of a transaction: `other` has what a check wants otherwise, `id` and `lane` included.
  frame(kind, destination, body, other = {}) {
    const id = other.lane ?? wire.lane(kind);
    const isKnown = this.slots[id].sent.has(0);
    this.slots[id].sent.add(0);
    const transaction = wire.writeTransaction({
      ring: this.identity.ring,
      destination,
      delegationId: this.identity.delegation.id,
      id: crypto.randomBytes(16),
      sequence: ++this.sequence,
      timestamp: now(),
      ttl: 10_000,
      kind,
      body,
      ...other,
    });
    const signature = this.identity.sign('transaction', transaction);
    return {
      id,
      transaction,
      name: wire.readTransaction(transaction).id,
      bytes: wire.writeEnvelope({
        hopsLeft: 31,
        mode: wire.modes.NODE,
        target: destination,
        wantsReply: true,
        final: false,
        slot: 0,
        delegation: isKnown ? undefined : this.identity.delegation.bytes,
        transaction,
        signature,
        ...other.route,
      }),
    };
  }

  sendFrame({ id, bytes }) {
    const credit = this.credit[id];
    if (id > 0 && (credit.bytes < bytes.length || credit.frames < 1)) throw new Error('no credit');
    credit.bytes -= bytes.length;
    credit.frames--;
    this.send(id, bytes);
  }

  // The reply to a question, or undefined.
  async ask(kind, destination, body, other = {}, ms = LEASH_MS) {
    const frame = this.frame(kind, destination, body, other);
    this.sendFrame(frame);
    return this.arrived.take((arrived) => arrived.replyTo?.equals(frame.name), ms);
  }

  reply(request, kind, body) {
    this.sendFrame(
      this.frame(kind, request.from, body, {
        replyTo: request.transaction.id,
        route: { mode: wire.modes.BACK, wantsReply: false },
      }),
    );
  }

  async ping() {
    const number = crypto.randomBytes(8).readBigUInt64LE();
    this.send(0, wire.writePing(number));
    return Boolean(await this.controls.take((control) => control.name === 'Pong' && control.number === number));
  }

  // Whether the link closes, and with which reason where the GoAway came before.
  async closes(ms = LEASH_MS) {
    const closed = await Promise.race([this.closed, sleep(ms).then(() => false)]);
    const away = await this.controls.take((control) => control.name === 'GoAway', 1);
    return { closed: closed || Boolean(away), reason: away && Number(away.reason) };
  }

  leave() {
    this.send(0, wire.writeGoAway(1));
    setTimeout(() => this.pc.close(), 50);
  }
}
