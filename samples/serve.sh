#!/usr/bin/env bash
# A local port, reachable from another node by one line: served, used, refused to a third node, taken back.
# Usage: samples/serve.sh PATH-OF-RINGS. Needs python3 and curl. Everything stays on loopback.
set -u
rings=${1:?usage: samples/serve.sh PATH-OF-RINGS}
folder=$(mktemp -d)
pids=()

stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  wait 2>/dev/null
  rm -rf "$folder"
}
trap stop EXIT

say() { printf '\n%s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }

# Waits, a minute at most, until a file has a line that matches, and prints what stands in it.
await() {
  for _ in $(seq 600); do
    grep -Eo "$2" "$1" 2>/dev/null | head -1 | grep . && return
    sleep 0.1
  done
  cat "$1" >&2
  return 1
}

node() {
  "$rings" run --port 0 --json --data-dir "$folder/$1" "${@:2}" >"$folder/$1.out" 2>"$folder/$1.err" &
  pids+=($!)
  await "$folder/$1.out" '"joinUrl": "[^"]+"' >/dev/null || fail "$1 did not start"
}

forward() {
  "$rings" forward 0 "$link" --data-dir "$folder/$1" >"$folder/$1.forward" 2>&1 &
  pids+=($!)
  where=$(await "$folder/$1.forward" '127\.0\.0\.1:[0-9]+') || fail "$1 has no tunnel"
}

whole() {
  for _ in $(seq 200); do
    [ "$("$rings" inspect --json --data-dir "$folder/$1" | grep -c '"state": "Ready"')" -ge 1 ] && return
    sleep 0.1
  done
  fail "$1 has no link"
}

say "1. A web server on this machine, which knows nothing of rings."
mkdir "$folder/page"
echo "hello from behind the ring" >"$folder/page/index.html"
(cd "$folder/page" && exec python3 -u -m http.server 0 --bind 127.0.0.1) >"$folder/web.out" 2>&1 &
pids+=($!)
port=$(await "$folder/web.out" 'port [0-9]+' | cut -d' ' -f2) || fail "no web server"

say "2. Three nodes on fresh data directories: anna serves, bela and carl join her."
node anna
join=$(grep -Eo '"joinUrl": "[^"]+"' "$folder/anna.out" | cut -d'"' -f4)
node bela --join "$join"
node carl --join "$join"
whole bela
whole carl

say "3. anna: rings serve $port"
"$rings" serve "$port" --data-dir "$folder/anna" >"$folder/serve.out" 2>&1 &
serve=$!
pids+=("$serve")
link=$(await "$folder/serve.out" 'ring://[^ ]+#t=[a-z2-7]+') || fail "no link was printed"
echo "   it printed one link, with a ticket: ${link%%#*}#t=…"

say "4. bela: rings forward 0 'ring://…', and the page is there."
forward bela
bela=$where
page=$(curl --silent --show-error --max-time 60 -w ' after %{time_total} s' "http://$bela/") || fail "no page: $(cat "$folder/bela.forward")"
case $page in "hello from behind the ring"*) ;; *) fail "another page: $page" ;; esac
echo "   "$page

say "5. carl, with the same link: the ticket belongs to bela by now."
forward carl
carl=$where
curl --silent --max-time 20 "http://$carl/" && fail "carl was let in"
await "$folder/carl.forward" 'was not found' >/dev/null || fail "carl was not told why"
echo "   not found"

say "6. anna sees that somebody else showed it, and takes the ticket back."
ticket=$("$rings" service ticket list web --data-dir "$folder/anna") || fail "no list of tickets"
echo "   $ticket" | cut -c1-100
"$rings" service ticket revoke web "${ticket%% *}" --data-dir "$folder/anna" || fail "the ticket was not revoked"
curl --silent --max-time 20 "http://$bela/" && fail "bela was let in"
await "$folder/bela.forward" 'was not found' >/dev/null || fail "bela was not told why"
echo "   bela gets the same answer as carl"

say "7. anna ends it, and nothing of it is left."
kill "$serve"
wait "$serve"
[ "$("$rings" service list --json --data-dir "$folder/anna")" = "[]" ] || fail "the service is still there"
say "All seven steps went as they should."
