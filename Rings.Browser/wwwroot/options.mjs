// What a page says of the node that it wants, looked at before anything is loaded.

import { RingsError } from './errors.mjs';

const PATIENCE_MS = 30000;
const LEVELS = { error: 'ERROR', warning: 'WARNING', info: 'INFO', debug: 'DEBUG' };

/** The options with their defaults. */
export function checkOptions(options) {
  const { seeds, ring = 'main', secret, account, iceServers = [], iceTransportPolicy = 'all', log = 'error' } = options ?? {};
  if (!Array.isArray(seeds)) throw new RingsError('invalid', 'seeds: an array of addresses', 'Write join({ seeds: ["https://…/"] }).');
  seeds.forEach(checkSeed);
  if (secret && (!(secret instanceof Uint8Array) || secret.length !== 32))
    throw new RingsError('invalid', 'secret: a Uint8Array of 32 bytes', 'Take what `rings ring secret` printed.');
  if (!(log in LEVELS)) throw new RingsError('invalid', `log: one of ${Object.keys(LEVELS).join(', ')}`, 'Name one of them.');
  const toNode = (accountBytes) => JSON.stringify({
    seeds, ring, account: accountBytes, log: LEVELS[log], rtc: { iceServers, iceTransportPolicy },
    ...(secret ? { secret: toBase64(secret) } : {}),
  });
  return {
    seeds, ring, account, toNode,
    signal: options.signal,
    patience: options.patience ?? PATIENCE_MS,
    onprogress: options.onprogress ?? (() => {}),
  };
}

function checkSeed(seed) {
  let address;
  try {
    address = new URL(seed);
  } catch {
    throw new RingsError('no-seed', `${seed}: no address`, 'Write it as https://host/ or http://host:port/.', { seed });
  }
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
  if (location.protocol === 'https:' && address.protocol === 'http:' && !isHere)
    throw new RingsError('insecure-seed', `${seed}: a page on https cannot ask a seed by http`, 'Use its https address, or open this page by http.', { seed });
}

/** Text as UTF-8; bytes as they are. */
export function toBytes(data) {
  if (typeof data === 'string') return new TextEncoder().encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (data instanceof Uint8Array) return data;
  throw new RingsError('invalid', 'data: a string, a Uint8Array or an ArrayBuffer', 'Convert it first.');
}

export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
