#!/usr/bin/env bash
# A file is stored on five nodes and fetched by a sixth, all on loopback; then fetched again by a seventh while one of the five
# is killed half-way. Prints MB/s and whether the bytes are the same; first what one node brings another over their link, in
# signed messages of the same size with receipts.
# usage: benchmarks/storage/file.sh [megabytes]
set -eu
cd "$(dirname "$0")/../.."
megabytes=${1:-100}
rings=$PWD/Rings.Host/bin/Release/net10.0/rings
bench=$PWD/benchmarks/Rings.Benchmarks/bin/Release/net10.0/Rings.Benchmarks
{ [ -x "$rings" ] && [ -x "$bench" ]; } || dotnet build Rings.sln -c Release -v q -nologo
"$bench" link 6 32768 32
folder=$(mktemp -d)
declare -A pid
seed=
trap 'kill -9 "${pid[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT

start() {
  mkdir -p "$folder/$1"
  # The default quotas, 64 MiB for an author and for an hour of a link, are made for strangers.
  echo 'rings.storage { author-bytes = 4294967296, link-bytes-per-hour = 4294967296 }' >"$folder/$1/rings.conf"
  "$rings" run --data-dir "$folder/$1" --port 0 --json ${seed:+--join "$seed"} >"$folder/$1.out" 2>"$folder/$1.log" &
  pid[$1]=$!
  until grep -q joinUrl "$folder/$1.out" 2>/dev/null; do sleep 0.1; done
  seed=${seed:-$(sed -nE 's/.*"joinUrl": "([^"]*)".*/\1/p' "$folder/$1.out" | head -n 1)}
}

# timed WHAT COMMAND...: prints MB/s.
timed() {
  local what=$1 began
  shift
  began=$(date +%s.%N)
  "$@"
  echo "| $what | $(echo "scale=1; $megabytes / ($(date +%s.%N) - $began)" | bc) |"
}

fetch() { "$rings" file get "$root" --data-dir "$folder/$1" -o "$folder/$1.copy" >/dev/null; }
same() { cmp -s "$folder/original" "$folder/$1.copy" && echo "$1: the same bytes" || { echo "$1: OTHER BYTES"; exit 1; }; }

fetch_while_killing() {
  fetch seventh &
  local fetching=$! half=$((megabytes * 500000))
  until [ "$(cat "$folder"/seventh.copy* 2>/dev/null | wc -c)" -ge "$half" ]; do
    kill -0 "$fetching" 2>/dev/null || break
    sleep 0.05
  done
  kill -9 "${pid[n3]}"
  wait "$fetching"
}

head -c $((megabytes * 1000000)) /dev/urandom >"$folder/original"
for name in n1 n2 n3 n4 n5; do start "$name"; done
sleep 10
echo "| what | MB/s |"
echo "| ---- | ---: |"
put() { root=$("$rings" file put "$folder/original" --data-dir "$folder/n1" --json | grep -oE '[0-9a-f]{64}' | head -n 1); }
timed "stored by one of five" put
start sixth
sleep 5
timed "fetched by a sixth" fetch sixth
same sixth
rm "$folder/sixth.copy"
timed "fetched by it again, compiled by now" fetch sixth
same sixth
start seventh
sleep 5
timed "fetched by a seventh, one of the five killed half-way" fetch_while_killing
same seventh
