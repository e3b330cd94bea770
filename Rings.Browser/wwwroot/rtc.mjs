// The browser's RTCPeerConnections, each by a number; their events go back through two functions of the node.

const GATHERING_MS = 3000;
const LARGEST_MESSAGE = 262144;
const connections = new Map();
let last = 0;

export function create(configuration, onEvent, onData) {
  const rtc = new RTCPeerConnection(JSON.parse(configuration));
  const number = ++last;
  connections.set(number, { rtc, onEvent, onData, channels: new Map(), lastChannel: 0 });
  rtc.onconnectionstatechange = () => connections.has(number) && onEvent('state', 0, rtc.connectionState);
  rtc.ondatachannel = (event) => event.channel.close(); // All channels of a link are negotiated.
  return number;
}

export function createChannel(number, label, options) {
  const connection = connections.get(number);
  const channel = connection.rtc.createDataChannel(label, JSON.parse(options));
  const place = ++connection.lastChannel;
  connection.channels.set(place, channel);
  const tell = (what) => connections.has(number) && connection.onEvent(what, place, '');
  channel.binaryType = 'arraybuffer';
  channel.onopen = () => tell('open');
  channel.onclose = () => tell('close');
  channel.onbufferedamountlow = () => tell('low');
  channel.onmessage = (event) => {
    if (typeof event.data === 'string') channel.close(); // A node sends no text.
    else if (connections.has(number)) connection.onData(place, new Uint8Array(event.data));
  };
  return place;
}

export async function createOffer(number, iceRestart) {
  const { rtc } = connections.get(number);
  await rtc.setLocalDescription(await rtc.createOffer({ iceRestart }));
  return await gathered(rtc);
}

export async function createAnswer(number, sdp) {
  const { rtc } = connections.get(number);
  await rtc.setRemoteDescription({ type: 'offer', sdp });
  await rtc.setLocalDescription();
  return await gathered(rtc);
}

export async function acceptAnswer(number, sdp) {
  await connections.get(number).rtc.setRemoteDescription({ type: 'answer', sdp });
}

export function send(number, place, view, binary) {
  const channel = channelOf(number, place);
  if (channel?.readyState !== 'open') return 3;
  const bytes = view.slice(); // The node's memory may move.
  try {
    channel.send(binary ? bytes : new TextDecoder().decode(bytes));
    return 0;
  } catch (error) {
    return error.name === 'OperationError' ? 1 : error.name === 'TypeError' ? 2 : 3;
  }
}

export const buffered = (number, place) => channelOf(number, place)?.bufferedAmount ?? 0;

export function lowThreshold(number, place, bytes) {
  const channel = channelOf(number, place);
  if (channel) channel.bufferedAmountLowThreshold = bytes;
}

export function maxMessage(number) {
  const told = connections.get(number)?.rtc.sctp?.maxMessageSize ?? 65536;
  return Math.min(told, LARGEST_MESSAGE);
}

export const bytes = (view) => view;

export const closeChannel = (number, place) => channelOf(number, place)?.close();

export function close(number) {
  const connection = connections.get(number);
  connections.delete(number);
  connection?.rtc.close();
}

/** The candidates of the pair in use: `local|remote`, each `address:port type`. */
export async function pair(number) {
  for (let second = 0; second < 5 && connections.has(number); second++) {
    const report = await connections.get(number).rtc.getStats();
    const used = [...report.values()].find((one) => one.type === 'candidate-pair' && one.nominated && one.state === 'succeeded');
    if (used) return `${words(report.get(used.localCandidateId))}|${words(report.get(used.remoteCandidateId))}`;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return '';
}

/** How many connections there are: for tests of what is left behind. */
export const count = () => connections.size;

const channelOf = (number, place) => connections.get(number)?.channels.get(place);

const words = (candidate) => (candidate ? `${candidate.address ?? '?'}:${candidate.port} ${candidate.candidateType}` : '?');

async function gathered(rtc) {
  if (rtc.iceGatheringState !== 'complete') {
    await new Promise((resolve) => {
      const patience = setTimeout(resolve, GATHERING_MS);
      rtc.addEventListener('icegatheringstatechange', () => {
        if (rtc.iceGatheringState !== 'complete') return;
        clearTimeout(patience);
        resolve();
      });
    });
  }
  return rtc.localDescription.sdp;
}
