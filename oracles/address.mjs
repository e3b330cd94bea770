// A P2PKH address of Bitcoin's main network from its 20 bytes.
import { createHash } from "node:crypto";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

export function p2pkh(hash) {
  const body = Buffer.concat([Buffer.from([0]), Buffer.from(hash)]);
  const bytes = Buffer.concat([body, sha256(sha256(body)).subarray(0, 4)]);
  let number = BigInt("0x" + bytes.toString("hex"));
  let text = "";
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = "1" + text;
  }
  return text;
}
