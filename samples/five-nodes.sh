#!/usr/bin/env bash
# Five nodes on this machine form a ring over WebRTC, talk, lose one of them by kill -9, and take it back.
# Prints what happens in words and exits 0; everything stays on loopback and ends within a minute or two.
# usage: samples/five-nodes.sh [path of the rings program]
set -eu
cd "$(dirname "$0")/.."
rings=${1:-}
if [ -z "$rings" ]; then
  dotnet build Rings.Host -c Release -v q -nologo
  rings=$PWD/Rings.Host/bin/Release/net10.0/rings
fi
folder=$(mktemp -d)
declare -A pid did
trap 'kill "${pid[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT

say() { printf '%6.1f s  %s\n' "$(echo "$(date +%s.%N) - $began" | bc)" "$*"; }
fail() { echo "FAILED: $*" >&2; tail -n 5 "$folder"/*.log >&2; exit 1; }
of() { "$rings" "$@" --json; }
field() { sed -nE "s/.*\"$1\": \"([^\"]*)\".*/\1/p" | head -n 1; }

# until_true COMMAND...: repeats the command until it succeeds, for two minutes: a busy machine takes its time.
until_true() {
  local deadline=$((SECONDS + 120))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

start() {
  local name=$1
  shift
  # What it said before it was killed would be taken for what it says now.
  rm -f "$folder/$name.out"
  "$rings" run --data-dir "$folder/$name" --port 0 --json "$@" >"$folder/$name.out" 2>"$folder/$name.log" &
  pid[$name]=$!
  until_true grep -qs joinUrl "$folder/$name.out" || fail "$name did not start"
  did[$name]=$(field did <"$folder/$name.out")
}

# A ring of five: every node is a member and links to the four others.
is_whole() {
  local name
  for name in "${names[@]}"; do
    of inspect --data-dir "$folder/$name" | grep -q '"phase": "Member"' || return 1
    [ "$(of peer list --data-dir "$folder/$name" | grep -c '"state": "Ready"')" -eq 4 ] || return 1
  done
}

send_all() {
  local from to
  for from in "$@"; do
    for to in "$@"; do
      [ "$from" = "$to" ] && continue
      of send "${did[$to]}" "hello from $from" --data-dir "$folder/$from" | grep -q '"state": "delivered"' \
        || fail "$from could not reach $to"
    done
  done
}

began=$(date +%s.%N)
names=(anna bela cleo dana ezra)
start anna
say "anna is up: ${did[anna]}"
seed=$(field joinUrl <"$folder/anna.out")
for name in bela cleo dana ezra; do
  start "$name" --join "$seed"
  say "$name is up: ${did[$name]}"
done
until_true is_whole || fail "the ring of five did not close"
say "the ring is whole: five members, each linked to the four others"

send_all "${names[@]}"
say "each sent to each end to end, and saw the receipt: 20 messages delivered"

of put motd "the ring remembers" --data-dir "$folder/cleo" | grep -q '"state": "stored"' || fail "cleo's record was not stored"
reads_all() {
  local name
  for name in "$@"; do
    [ "$("$rings" get "${did[cleo]}" motd --data-dir "$folder/$name")" = "the ring remembers" ] || fail "$name could not read cleo's record"
  done
}
reads_all "${names[@]}"
say "cleo put a record into the ring, and all five read it"

owner=$(of lookup "${did[cleo]}" --data-dir "$folder/anna" | field owner)
[ "$owner" = "${did[cleo]}" ] || fail "anna found $owner to own cleo's place"
say "anna looked up cleo's place on the ring and found cleo"

kill -9 "${pid[cleo]}"
wait "${pid[cleo]}" 2>/dev/null || true
say "cleo was killed with kill -9"
forgotten() {
  local now
  now=$(of lookup "${did[cleo]}" --data-dir "$folder/anna" | field owner) && [ -n "$now" ] && [ "$now" != "${did[cleo]}" ]
}
until_true forgotten || fail "cleo's place found no new owner"
say "the ring closed over the gap: cleo's place has a new owner"
send_all anna bela dana ezra
say "the four others still reach each other: 12 messages delivered"
reads_all anna bela dana ezra
say "and they still read cleo's record"
of send "${did[cleo]}" "while you were away" --data-dir "$folder/anna" | grep -q '"state": "mailed"' || fail "anna could not leave a letter"
say "anna left a sealed letter in cleo's mailbox"

before=${did[cleo]}
start cleo --join "$seed"
timeout 300 "$rings" listen --json --data-dir "$folder/cleo" >"$folder/cleo.heard" &
pid[listener]=$!
[ "${did[cleo]}" = "$before" ] || fail "cleo came back as another node"
until_true is_whole || fail "cleo did not rejoin"
say "cleo is back under the same Did and rejoined the ring"
until_true grep -q "while you were away" "$folder/cleo.heard" || fail "cleo did not get anna's letter"
kill "${pid[listener]}" 2>/dev/null || true
unset "pid[listener]"
say "cleo got anna's letter"
send_all "${names[@]}"
say "each reaches each again: 20 messages delivered"

for name in "${names[@]}"; do kill -TERM "${pid[$name]}"; done
for name in "${names[@]}"; do wait "${pid[$name]}" || fail "$name did not leave in order"; done
say "all five left the ring in order"
