// Times a signature of k of n by @cmdcode/frost (secp256k1): nonces, parts, the check of each part, the sum and its check.
// usage: node frost.mjs K N ROUNDS
import { create_dealer_set, create_commit_pkg, get_commit_pkg, get_group_signing_ctx, sign_msg, verify_partial_sig, combine_partial_sigs, verify_final_sig } from '@cmdcode/frost/lib'
import { randomBytes } from 'node:crypto'

const [k, n, rounds] = process.argv.slice(2).map(Number)
const group = create_dealer_set(k, n, [randomBytes(32).toString('hex')])
const message = randomBytes(32).toString('hex')
const shares = group.shares.slice(0, k)

function sign() {
  const commits = shares.map(share => create_commit_pkg(share))
  // Each signer computes what follows from the list by itself, and so does the coordinator.
  const parts = shares.map(share => sign_msg(get_group_signing_ctx(group.group_pk, commits, message), share, get_commit_pkg(commits, share)))
  const context = get_group_signing_ctx(group.group_pk, commits, message)
  parts.forEach((part, place) => {
    if (!verify_partial_sig(context, commits[place], part.pubkey, part.psig)) throw new Error('a part does not fit')
  })
  if (!verify_final_sig(context, message, combine_partial_sigs(context, parts))) throw new Error('the signature is none')
}

for (let round = 0; round < 20; round++) sign()
const times = []
for (let round = 0; round < rounds; round++) {
  const began = performance.now()
  sign()
  times.push(performance.now() - began)
}
times.sort((left, right) => left - right)
console.log(`@cmdcode/frost ${k} of ${n}: least ${times[0].toFixed(2)} ms, median ${times[rounds >> 1].toFixed(2)} ms a signature`)
