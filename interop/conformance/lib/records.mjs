// docs/protocol/5-storage.md: keys, records, files.
import { bytesField, fixed64Field, optional, read, require_, varintField } from './proto.mjs';
import { sha256 } from './crypto.mjs';
import { isDelegated, readDelegation, readRevocation, sized, verifySession } from './identity.mjs';

export const key = (kind, ...parts) => sha256(`rings/1 key ${kind}\0`, ...parts.map(sized)).subarray(0, 20);
export const chunkHash = (bytes) => sha256(Buffer.from([0]), bytes);
export const manifestHash = (bytes) => sha256(Buffer.from([1]), bytes);
export const kinds = { 1: 'BlobLease', 2: 'Register', 3: 'SetElement', 4: 'SetRemoval', 5: 'Revocation' };
const purposes = { 1: 'blob-lease', 2: 'register', 3: 'set-element', 4: 'set-removal' };

export const writeFields = (f) =>
  Buffer.concat([
    optional(bytesField, 1, f.name && Buffer.from(f.name)),
    optional(bytesField, 2, f.owner),
    optional(bytesField, 3, f.author),
    optional(bytesField, 4, f.tag),
    optional(bytesField, 5, f.value),
    fixed64Field(6, f.seq),
    fixed64Field(7, f.expires),
    optional(bytesField, 8, f.hash),
    optional(varintField, 9, f.size),
    optional(bytesField, 10, f.target),
    optional(varintField, 11, f.everyTag ? 1 : 0),
  ]);

export const writeRecord = (identity, kind, payload, content) =>
  Buffer.concat([
    varintField(1, kind),
    bytesField(2, payload),
    bytesField(3, identity.delegation.bytes),
    bytesField(4, identity.sign(purposes[kind], payload)),
    optional(bytesField, 5, content),
  ]);

const fieldsTable = {
  name: [1, 'string'],
  owner: [2, 'bytes'],
  author: [3, 'bytes'],
  tag: [4, 'bytes'],
  value: [5, 'bytes'],
  seq: [6, 'fixed64'],
  expires: [7, 'fixed64'],
  hash: [8, 'bytes'],
  size: [9, 'varint'],
  target: [10, 'bytes'],
  everyTag: [11, 'varint'],
};

// The table of shapes in 5.2.
function checkShape(kind, f, content) {
  const [isLease, isRemoval, isRegister] = [kind === 1, kind === 4, kind === 2];
  const some = (bytes) => bytes.length > 0;
  const nameBytes = Buffer.byteLength(f.name);
  require_(isLease ? nameBytes === 0 : nameBytes >= 1 && nameBytes <= 255, 'name');
  require_([0, 20].includes(f.owner.length) && f.author.length === 20 && [0, 20].includes(f.target.length), 'Dids');
  require_(f.tag.length <= 64 && f.value.length <= 32_768, 'tag and value');
  require_(
    isLease
      ? f.hash.length === 32 && f.size === BigInt(content.length) && content.length <= 32_768
      : !some(f.hash) && f.size === 0n && !some(content),
    'hash, size and content are of a lease',
  );
  require_(!isLease || (!some(f.owner) && !some(f.tag)), 'a lease has neither owner nor tag');
  require_(!isRegister || (f.owner.equals(f.author) && !some(f.tag)), "a Register is its author's, without a tag");
  require_(isRegister || kind === 3 || !some(f.value), 'leases and removals have no value');
  require_(!some(f.target) || (isRemoval && f.owner.equals(f.author)), "a target is the owner's");
  require_(f.everyTag === 0n || (some(f.target) && !some(f.tag)), 'every_tag has a target and no tag');
}

export function readRecord(bytes) {
  require_(bytes.length <= 40 * 1024, 'at most 40 KiB');
  const record = read(bytes, {
    kind: [1, 'varint'],
    payload: [2, 'bytes'],
    delegation: [3, 'bytes'],
    signature: [4, 'bytes'],
    content: [5, 'bytes'],
  });
  record.kind = Number(record.kind);
  require_(kinds[record.kind], 'a known kind');
  record.hash = sha256(record.payload);
  if (record.kind === 5) {
    require_(record.delegation.length + record.signature.length + record.content.length === 0, 'a payload only');
    const revocation = readRevocation(record.payload);
    const author = revocation.did;
    return Object.assign(record, {
      revocation,
      fields: {
        name: '',
        author,
        owner: author,
        tag: Buffer.alloc(0),
        target: Buffer.alloc(0),
        everyTag: 0n,
        seq: revocation.issuedBefore * 1000n,
      },
    });
  }
  record.fields = read(record.payload, fieldsTable);
  checkShape(record.kind, record.fields, record.content);
  return record;
}

export function slot({ fields }) {
  const role = fields.target.length === 0 ? 0 : fields.everyTag ? 2 : 1;
  return Buffer.concat([
    Buffer.from([role]),
    role === 0 ? fields.author : fields.target,
    role === 2 ? Buffer.alloc(0) : fields.tag,
  ]);
}

const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
};
export const digest = (at, record) =>
  sha256(at, slot(record), u64(record.fields.seq), record.hash).subarray(0, 16).toString('hex');

export function belongsAt(record, at) {
  const f = record.fields;
  const base = { 1: ['blob', f.hash], 2: ['register', f.author, Buffer.from(f.name)], 5: ['revocation', f.author] }[
    record.kind
  ] ?? ['set', Buffer.from(f.name), ...(f.owner.length ? [f.owner] : [])];
  const placed = [0, 1, 2].map((placement) => key(...base, Buffer.from([placement])));
  const places = record.kind === 1 ? [key(...base)] : record.kind === 5 ? placed : [key(...base), ...placed];
  return places.some((place) => place.equals(at));
}

// What a holder says, in the order of 5.2: 'Malformed' is answered by nothing, 'Valid' is kept, all else is INVALID.
export function judge(bytes, at, ring, now) {
  let record;
  try {
    record = readRecord(bytes);
  } catch {
    return 'Malformed';
  }
  const f = record.fields;
  const day = 86_400_000n;
  const [nowUs, isRemoval] = [now * 1000n, record.kind === 4];
  if (!belongsAt(record, at)) return 'WrongKey';
  if ((isRemoval ? f.seq / 1000n + 7n * day : f.expires) <= now) return 'Expired';
  if (f.seq > nowUs + 60_000_000n) return 'BadTime';
  const life = f.name.startsWith('service/') ? 120_000n : 7n * day;
  if (!isRemoval && f.expires * 1000n > f.seq + life * 1000n) return 'LivesTooLong';
  const d = (() => {
    try {
      return readDelegation(record.delegation);
    } catch {
      return null;
    }
  })();
  if (!d || !isDelegated(d)) return 'Forged';
  if (!d.ring.equals(ring) || !d.did.equals(f.author)) return 'WrongAuthor';
  if (f.seq < d.issued * 1000n || f.seq > d.expires * 1000n) return 'BadTime';
  if (!isRemoval && f.expires > d.expires) return 'LivesTooLong';
  if (record.kind === 1 && ![chunkHash, manifestHash].some((hash) => hash(record.content).equals(f.hash)))
    return 'WrongContent';
  return verifySession(d, purposes[record.kind], record.payload, record.signature) ? 'Valid' : 'Forged';
}

// Files.
const manifestTable = { file: [1, 'bytes'], directory: [2, 'bytes'] };

export function readManifest(bytes) {
  require_(bytes.length <= 32_768, 'at most 32 KiB');
  const { file, directory } = read(bytes, manifestTable);
  return file.length > 0 || (directory.length === 0 && bytes[0] === 0x0a) ? readNode(file) : readDirectory(directory);
}

function readNode(bytes) {
  const node = read(bytes, {
    depth: [1, 'varint'],
    size: [2, 'varint'],
    'children[]': [3, 'bytes'],
    mediaType: [4, 'string'],
  });
  require_(node.depth >= 1n && node.depth <= 4n && node.children.length <= 512, 'depth and children');
  require_(Buffer.byteLength(node.mediaType) <= 127, 'media type');
  const most = 32_768n * 512n ** (node.depth - 1n);
  node.children = node.children.map((child) => read(child, { hash: [1, 'bytes'], size: [2, 'varint'] }));
  require_(
    node.children.every((child) => child.hash.length === 32 && child.size >= 1n && child.size <= most),
    'children',
  );
  require_(node.children.reduce((sum, child) => sum + child.size, 0n) === node.size, "the sum of the children's sizes");
  return node;
}

function readDirectory(bytes) {
  const { entries } = read(bytes, { 'entries[]': [1, 'bytes'] });
  const table = { path: [1, 'string'], root: [2, 'bytes'], size: [3, 'varint'], mediaType: [4, 'string'] };
  const files = entries.map((entry) => read(entry, table));
  files.forEach(({ path, root }, i) => {
    require_(Buffer.byteLength(path) <= 1024 && !/[\p{Cc}\\:]/u.test(path) && root.length === 32, 'a path');
    require_(
      path.split('/').every((part) => !['', '.', '..'].includes(part)),
      'a relative path',
    );
    require_(i === 0 || files[i - 1].path < path, 'ascending paths');
  });
  return { files };
}

const writeNode = (depth, children, mediaType) =>
  bytesField(
    1,
    Buffer.concat([
      varintField(1, depth),
      optional(
        varintField,
        2,
        children.reduce((sum, child) => sum + child.size, 0),
      ),
      ...children.map((child) => bytesField(3, Buffer.concat([bytesField(1, child.hash), varintField(2, child.size)]))),
      optional(bytesField, 4, Buffer.from(mediaType)),
    ]),
  );

// {root, chunks, manifests}: the tree of a file, its root last.
export function pack(bytes, mediaType) {
  const parts = (list, size) =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
  let level = [];
  for (let at = 0; at < bytes.length; at += 32_768) {
    const chunk = bytes.subarray(at, at + 32_768);
    level.push({ hash: chunkHash(chunk), size: chunk.length });
  }
  const [chunks, manifests] = [level.length, []];
  const add = (manifest) => {
    manifests.push(manifest);
    return manifestHash(manifest);
  };
  let depth = 1;
  for (; level.length > 512; depth++) {
    level = parts(level, 512).map((children) => ({
      hash: add(writeNode(depth, children, '')),
      size: children.reduce((sum, child) => sum + child.size, 0),
    }));
  }
  return { root: add(writeNode(depth, level, mediaType)), chunks, manifests };
}
