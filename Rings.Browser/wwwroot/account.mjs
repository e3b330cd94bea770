// Who a page is: an Ed25519 account whose 32 bytes this browser keeps.

const DATABASE = 'rings';
const STORE = 'accounts';
const BYTES = 32;

/** An account of 32 bytes that the page has. */
export function fromSecret(secret) {
  if (!(secret instanceof Uint8Array) || secret.length !== BYTES)
    throw new TypeError(`an account's secret is a Uint8Array of ${BYTES} bytes`);
  return { secret: secret.slice() };
}

/** A new account, which is forgotten with the page. */
export const fresh = () => fromSecret(crypto.getRandomValues(new Uint8Array(BYTES)));

/**
 * This browser's account for this origin: made at the first call, sealed under a key that no script can export. A copied
 * disk is of no use; a hostile script of the same origin can use it.
 */
export async function device(name = 'device') {
  const database = await open();
  const kept = await request(database.transaction(STORE).objectStore(STORE).get(name));
  if (kept) return fromSecret(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, kept.key, kept.sealed)));
  const account = fresh();
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, account.secret);
  await request(database.transaction(STORE, 'readwrite').objectStore(STORE).put({ key, iv, sealed }, name));
  return account;
}

async function open() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return await request(opening);
}

const request = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
