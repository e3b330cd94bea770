// Protocol Buffers by hand, as far as Rings/1 needs it: fields in, fields out. Two readers: an ordinary one, and the
// strict one of docs/protocol/0-principles.md, section 0.1.

export class Malformed extends Error {}

export const require_ = (holds, what) => {
  if (!holds) throw new Malformed(what);
};

export function varint(value) {
  const bytes = [];
  for (value = BigInt(value); value >= 128n; value >>= 7n) bytes.push(Number(value & 127n) | 128);
  return Buffer.from([...bytes, Number(value)]);
}

const tag = (number, type) => varint((number << 3) | type);
export const bytesField = (number, value) => Buffer.concat([tag(number, 2), varint(value.length), value]);
export const varintField = (number, value) => Buffer.concat([tag(number, 0), varint(value)]);

export function fixed64Field(number, value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return Buffer.concat([tag(number, 1), bytes]);
}

export function fixed32Field(number, value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return Buffer.concat([tag(number, 5), bytes]);
}

// A field that is left out where it holds its default, as an ordinary writer does.
export const optional = (write, number, value) =>
  !value || value.length === 0 ? Buffer.alloc(0) : write(number, value);

// The fields of a message in the order of its bytes: {number, type, value, start, end}. Values: BigInt, or a Buffer.
export function* walk(bytes, strict = false) {
  let at = 0;
  const number = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      require_(at < bytes.length, 'a varint ends');
      const next = bytes[at++];
      require_(shift < 63n || next <= 1, 'a varint has at most 64 bits');
      value |= BigInt(next & 127) << shift;
      if (next < 128) {
        require_(!strict || next !== 0 || shift === 0n, 'a varint has no superfluous bytes');
        return value;
      }
    }
    throw new Malformed('a varint has at most ten bytes');
  };
  const take = (length) => {
    require_(length <= bytes.length - at, 'a value lies within its message');
    return bytes.subarray(at, (at += Number(length)));
  };
  while (at < bytes.length) {
    const start = at;
    const head = number();
    require_(head <= 0xffffffffn && head >> 3n > 0n, 'a tag has a number from 1 on');
    const type = Number(head & 7n);
    let value;
    if (type === 0) value = number();
    else if (type === 1) value = take(8).readBigUInt64LE();
    else if (type === 5) value = BigInt(take(4).readUInt32LE());
    else if (type === 2) value = take(number());
    else throw new Malformed('no groups');
    yield { number: Number(head >> 3n), type, value, start, end: at };
  }
}

// An ordinary message by a table {name: [number, type]}; type is 'bytes', 'string', 'varint', 'fixed32', 'fixed64', and
// a name that ends in [] is repeated. What is absent has its default.
export function read(bytes, table) {
  const message = {};
  const byNumber = new Map();
  for (const [name, [number, type]] of Object.entries(table)) {
    byNumber.set(number, [name, type]);
    message[name.replace('[]', '')] = name.endsWith('[]')
      ? []
      : type === 'bytes'
        ? Buffer.alloc(0)
        : type === 'string'
          ? ''
          : 0n;
  }
  for (const field of walk(bytes)) {
    const [name, type] = byNumber.get(field.number) ?? [];
    if (!name) continue;
    const wire = { bytes: 2, string: 2, varint: 0, fixed32: 5, fixed64: 1 }[type];
    if (name.endsWith('[]') && type === 'varint' && field.type === 2) {
      for (let rest = field.value; rest.length > 0;) {
        // packed
        let length = 1;
        while (rest[length - 1] >= 128) {
          require_(length < rest.length, 'a varint ends');
          length++;
        }
        message[name.replace('[]', '')].push([...walk(Buffer.concat([tag(1, 0), rest.subarray(0, length)]))][0].value);
        rest = rest.subarray(length);
      }
      continue;
    }
    if (wire !== field.type) continue; // of another type: unknown
    const value = type === 'string' ? utf8(field.value) : field.value;
    if (name.endsWith('[]')) message[name.replace('[]', '')].push(value);
    else message[name] = value;
  }
  return message;
}

function utf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Malformed('a string is UTF-8');
  }
}
