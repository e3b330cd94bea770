// libsodium.js for the node. Views of the node's memory are copied out before anything is done with them.

let sodium;

export async function load(url) {
  const module = await import(url);
  sodium = module.default ?? module;
  await sodium.ready;
}

const copy = (view) => view.slice();

export const ed25519PublicKey = (seed, result) => result.set(sodium.crypto_sign_seed_keypair(copy(seed)).publicKey);

export function ed25519Sign(seed, publicKey, data, result) {
  const secret = new Uint8Array(64);
  secret.set(copy(seed));
  secret.set(copy(publicKey), 32);
  result.set(sodium.crypto_sign_detached(copy(data), secret));
  secret.fill(0);
}

export function ed25519Verify(publicKey, data, signature) {
  try {
    return sodium.crypto_sign_verify_detached(copy(signature), copy(data), copy(publicKey));
  } catch {
    return false; // It throws for what is no point of the curve.
  }
}

export const x25519PublicKey = (secret, result) => result.set(sodium.crypto_scalarmult_base(copy(secret)));

export function x25519(secret, peer, result) {
  try {
    result.set(sodium.crypto_scalarmult(copy(secret), copy(peer)));
    return true;
  } catch {
    return false; // It throws for the all-zero result.
  }
}

export function seal(keyAndNonce, plaintext, associated, result) {
  const [key, nonce] = halves(keyAndNonce);
  result.set(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(copy(plaintext), copy(associated), null, nonce, key));
}

export function open(keyAndNonce, sealed, associated, result) {
  const [key, nonce] = halves(keyAndNonce);
  try {
    result.set(sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, copy(sealed), copy(associated), nonce, key));
    return true;
  } catch {
    return false; // It throws for what was changed.
  }
}

function halves(view) {
  const bytes = copy(view);
  return [bytes.subarray(0, 32), bytes.subarray(32)];
}
