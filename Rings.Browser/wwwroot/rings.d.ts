/** A Did: 40 hex digits, alone or after `0x` or `did:rings:`. */
export type Did = string;

/** Text goes as UTF-8. */
export type Data = string | Uint8Array | ArrayBuffer;

/** Who a page is. */
export interface Account {
  readonly secret: Uint8Array;
}

export const accounts: {
  /** This browser's account for this origin, sealed under a key that no script can export. */
  device(name?: string): Promise<Account>;
  /** A new account, which is forgotten with the page. */
  fresh(): Account;
  /** The account of 32 bytes. */
  fromSecret(secret: Uint8Array): Account;
};

export interface Progress {
  stage: 'start' | 'seed' | 'link' | 'member';
}

export interface JoinOptions {
  /** Public listeners of nodes; with `#0x…` only that Did is taken. */
  seeds: string[];
  /** The ring's name; `main` by default. */
  ring?: string;
  /** The 32 bytes of a private ring. */
  secret?: Uint8Array;
  /** By default this browser's own. */
  account?: Account;
  /** STUN and TURN servers; none by default. */
  iceServers?: RTCIceServer[];
  iceTransportPolicy?: RTCIceTransportPolicy;
  log?: 'error' | 'warning' | 'info' | 'debug';
  signal?: AbortSignal;
  /** How long to wait until the page is a member, in milliseconds; 30,000 by default. */
  patience?: number;
  onprogress?: (progress: Progress) => void;
}

export interface Message {
  readonly from: Did;
  readonly protocol: string;
  readonly id: string;
  readonly data: Uint8Array;
  /** Whether it came end to end. */
  readonly sealed: boolean;
  /** When the sender's clock says that it was sent. */
  readonly time: Date;
  text(): string;
  json<T>(): T;
  reply(data: Data): Promise<Sent>;
}

export interface Receiver {
  /** Ends when senders hear that the protocol is not there, and another receiver may come. */
  dispose(): Promise<void>;
}

export interface Sent {
  state: 'delivered' | 'mailed';
  id: string;
  /** From the call to the receipt; only where it was delivered. */
  ms?: number;
}

export interface Stored {
  state: 'stored' | 'stored-locally';
  key: Did;
  copies: number;
  /** Unix milliseconds. */
  expires: number;
}

export interface Found {
  readonly author: Did;
  readonly data: Uint8Array;
  readonly expires: Date;
  text(): string;
}

export interface Link {
  peer: Did;
  state: string;
  local: string | null;
  remote: string | null;
  ms: number | null;
}

export interface Status {
  did: Did;
  phase: 'joining' | 'member' | 'left';
  /** How many nodes the ring is thought to have. */
  size: number;
  predecessors: Did[];
  successors: Did[];
  links: Link[];
  troubles: { seed: string; reason: string }[];
}

export class Ring extends EventTarget {
  readonly did: Did;
  readonly ring: string;
  readonly phase: 'joining' | 'member' | 'left';
  /** Sends a message end to end. */
  send(to: Did, protocol: string, data: Data, options?: { mail?: boolean }): Promise<Sent>;
  /** Has a function receive a protocol's messages; what it returns is awaited before the next one. */
  receive(protocol: string, handler: (message: Message) => void | Promise<void>): Receiver;
  /** A protocol's messages, one after another. */
  messages(protocol: string, options?: { signal?: AbortSignal; capacity?: number }): AsyncIterable<Message>;
  /** Sets a value that this account alone replaces; `life` in seconds. */
  put(name: string, value: Data, options?: { life?: number }): Promise<Stored>;
  /** Reads a value of somebody; null: there is none. */
  get(owner: Did, name: string): Promise<Found | null>;
  lookup(key: Did): Promise<{ owner: Did; hops: number; ms: number }>;
  status(): Promise<Status>;
  leave(): Promise<void>;
}

/** What nobody but the caller can act on. */
export class RingsError extends Error {
  readonly code: string;
  /** What to do next. */
  readonly next: string;
  readonly seed?: string;
}

/** Joins a ring; ends when this page is a member of it. */
export function join(options: JoinOptions): Promise<Ring>;
