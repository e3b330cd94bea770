/** What nobody but the caller can act on: what is wrong, where, and what to do next. */
export class RingsError extends Error {
  constructor(code, message, next, more = {}) {
    super(message);
    this.name = 'RingsError';
    Object.assign(this, { code, next, ...more });
  }
}

const NEXT = {
  'invalid': 'Change what the message names.',
  'unreachable': 'Ask again when the other node is on the ring, or let the message wait in its mailbox.',
  'unsupported': 'The other node listens to no such protocol: check its name.',
  'refused': 'The other node does not take part: ask its owner.',
  'no-session': 'Ask again.',
  'busy': 'Ask again in a moment, with fewer at a time.',
  'timed-out': 'Ask again.',
  'too-many': 'Ask again when fewer are open.',
  'not-joined': 'Ask again when the phase is member.',
  'left': 'Join again.',
  'stopped': 'Join again.',
};

/** The error of an outcome that the node calls refused. */
export const refused = ({ code, detail }) =>
  new RingsError(code, detail, NEXT[code] ?? 'Read the message: it names the limit.');
