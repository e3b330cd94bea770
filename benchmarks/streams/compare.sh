#!/usr/bin/env bash
# Streams beside a bare data channel of ours, beside OpenSSH, HyperDHT and libp2p, all on loopback, runs by turns. Only ratios within
# a run count. Kinds: core (4 min), more (4 min), forward and requests (1 min each; Debian openssh-server), peers (1 min; npm ci
# here), all.
# usage: benchmarks/streams/compare.sh [core] [runs] [seconds]
set -eu
cd "$(dirname "$0")/../.."
kind=${1:-core} runs=${2:-5} seconds=${3:-3}
program=$PWD/benchmarks/Rings.Benchmarks/bin/Release/net10.0/Rings.Benchmarks.dll
rings=$PWD/Rings.Host/bin/Release/net10.0/rings
[ -f "$program" ] || dotnet build benchmarks/Rings.Benchmarks -c Release -v q -nologo
folder=$(mktemp -d)
pids=()
stop() {
  benchmarks/streams/ssh-forward.sh down "$folder/ssh"
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT

# await FILE PATTERN: waits, 20 s at most, until a line of a file matches, and prints what does.
await() {
  for _ in $(seq 200); do
    grep -Eo "$2" "$1" 2>/dev/null | head -n 1 | grep . && return
    sleep 0.1
  done
  cat "$1" >&2
  return 1
}

node() {
  "$rings" run --port 0 --json --data-dir "$folder/$1" "${@:2}" >"$folder/$1.out" 2>"$folder/$1.err" &
  pids+=($!)
  await "$folder/$1.out" '"joinUrl": "[^"]+"' | cut -d'"' -f4 >"$folder/$1.join"
}

# median COLUMN FILE...: of what stands in a column, one run a line.
median() { awk -v column="$1" '{print $column}' "${@:2}" | sort -n | awk '{line[NR] = $1} END {print line[int(NR / 2) + 1]}'; }

# ratios COLUMN: of the runs of forward and ssh that were measured together.
ratios() { paste "$folder/ours" "$folder/theirs" | awk -v column="$1" '{print $column / $(column + 3)}' | sort -n | awk '{line[NR] = $1} END {printf "%.2f", line[int(NR / 2) + 1]}'; }

forward() {
  [ -x "$rings" ] || dotnet build Rings.Host -c Release -v q -nologo
  dotnet "$program" tcp-server < <(sleep 600) >"$folder/server" &
  pids+=($!)
  local target ours theirs did
  target=$(await "$folder/server" 'port [0-9]+' | cut -d' ' -f2)
  node far
  node near --join "$(cat "$folder/far.join")"
  did=$(await "$folder/far.out" '0x[0-9a-fA-F]{40}')
  "$rings" service add pour tcp "$target" --public --data-dir "$folder/far" >"$folder/add"
  "$rings" forward 0 "ring://$did/pour" --data-dir "$folder/near" >"$folder/forward" 2>&1 &
  pids+=($!)
  local nodes="${pids[*]: -3}"
  ours=$(await "$folder/forward" '127\.0\.0\.1:[0-9]+' | cut -d: -f2)
  theirs=$(benchmarks/streams/ssh-forward.sh up "$folder/ssh" "$target" | cut -d: -f2)
  local shells
  shells="$(cat "$folder/ssh/ssh.pid") $(cat "$folder/ssh/sshd.pid")"
  # The first two compile what is used.
  for _ in 1 2; do dotnet "$program" tcp-client "$ours" 300 >"$folder/warm"; done
  for _ in $(seq "$runs"); do
    # shellcheck disable=SC2086
    dotnet "$program" tcp-client "$ours" 400 $nodes >>"$folder/ours"
    # shellcheck disable=SC2086
    dotnet "$program" tcp-client "$theirs" 400 $shells >>"$folder/theirs"
  done
  echo "| one stream through \`forward\`, direct | ours | ssh -L | ratio | goal |"
  echo "| --- | --- | --- | --- | --- |"
  echo "| MB/s | $(median 1 "$folder/ours") | $(median 1 "$folder/theirs") | $(ratios 1) × | ≥ 0.5 × |"
  echo "| MB per second of processor time, all processes | $(median 2 "$folder/ours") | $(median 2 "$folder/theirs") | $(ratios 2) × | ≥ 0.45 × |"
  echo "| first byte, ms | $(median 3 "$folder/ours") | $(median 3 "$folder/theirs") | $(ratios 3) × | |"
}

# requests: 16 at once ask the same Kestrel for 1 KiB, as a ring service by `UseRings` and behind ssh -L.
requests() {
  [ -x "$rings" ] || dotnet build Rings.Host -c Release -v q -nologo
  local app=$PWD/e2e/app/bin/Release/net10.0/Rings.E2eApp
  [ -x "$app" ] || dotnet build e2e/app -c Release -v q -nologo
  local did ours theirs target
  node asker
  did=$(await "$folder/asker.out" '0x[0-9a-fA-F]{40}')
  "$app" --urls http://127.0.0.1:0 --Seeds "$(cat "$folder/asker.join")" --KeyFile "$folder/app.key" --Allow "$did" >"$folder/app" 2>&1 &
  pids+=($!)
  local server=$!
  target=$(await "$folder/app" 'listening on: http://127\.0\.0\.1:[0-9]+' | cut -d: -f4)
  did=$(await "$folder/app" '^did 0x[0-9a-fA-F]{40}' | cut -d' ' -f2)
  "$rings" forward 0 "ring://$did/app" --data-dir "$folder/asker" >"$folder/asking" 2>&1 &
  pids+=($!)
  local nodes="$server ${pids[*]: -3:1} ${pids[*]: -1}"
  ours=$(await "$folder/asking" '127\.0\.0\.1:[0-9]+' | cut -d: -f2)
  benchmarks/streams/ssh-forward.sh down "$folder/ssh"
  theirs=$(benchmarks/streams/ssh-forward.sh up "$folder/ssh" "$target" | cut -d: -f2)
  local shells
  shells="$server $(cat "$folder/ssh/ssh.pid") $(cat "$folder/ssh/sshd.pid")"
  for _ in $(seq "$runs"); do
    # shellcheck disable=SC2086
    dotnet "$program" http-client "http://127.0.0.1:$ours/bytes/1024" 1024 16 "$seconds" $nodes >>"$folder/ours.http"
    # shellcheck disable=SC2086
    dotnet "$program" http-client "http://127.0.0.1:$theirs/bytes/1024" 1024 16 "$seconds" $shells >>"$folder/theirs.http"
  done
  mv "$folder/ours.http" "$folder/ours"
  mv "$folder/theirs.http" "$folder/theirs"
  echo "| 1 KiB requests, 16 at once, the same Kestrel | by \`UseRings\` | ssh -L | ratio | goal |"
  echo "| --- | --- | --- | --- | --- |"
  echo "| a second | $(median 1 "$folder/ours") | $(median 1 "$folder/theirs") | $(ratios 1) × | ≥ 1 × |"
  echo "| per second of processor time, server and tunnel | $(median 2 "$folder/ours") | $(median 2 "$folder/theirs") | $(ratios 2) × | |"
  echo "| median, ms | $(median 3 "$folder/ours") | $(median 3 "$folder/theirs") | $(ratios 3) × | |"
}

peers() {
  [ -d benchmarks/streams/node_modules ] || (cd benchmarks/streams && npm ci --silent --no-audit --no-fund)
  for _ in $(seq "$runs"); do
    dotnet "$program" streams 1 2 3 | sed -nE 's/^run 1: .*direct ([0-9.]+) MB.*one relay ([0-9.]+) MB.*/\1 \2/p' >>"$folder/rings"
    command node benchmarks/streams/hyperdht.mjs 128 | sed -nE 's/.*"bulk".*"mbps":([0-9.]+).*/\1/p' | sort -n | tail -n 1 >>"$folder/hyperdht"
    command node benchmarks/streams/libp2p-relay.mjs 64 | sed -nE 's/.*"relayed".*"mbps":([0-9.]+).*/\1/p' | sort -n | tail -n 1 >>"$folder/libp2p"
  done
  paste "$folder/rings" "$folder/hyperdht" "$folder/libp2p" | awk '{print $1, $3, $1 / $3, $2, $4, $2 / $4}' >"$folder/beside"
  echo "| what | ours, MB/s | theirs, MB/s | ratio | goal |"
  echo "| --- | --- | --- | --- | --- |"
  echo "| direct, beside HyperDHT | $(median 1 "$folder/beside") | $(median 2 "$folder/beside") | $(median 3 "$folder/beside") × | ≥ 2 × |"
  echo "| over a relay, beside libp2p's | $(median 4 "$folder/beside") | $(median 5 "$folder/beside") | $(median 6 "$folder/beside") × | ≥ 4 × |"
}

core() {
  for datagram in 1200 16421; do
    printf '\nDatagrams of %s bytes at most.\n' "$datagram"
    RINGS_MAX_DATAGRAM=$datagram dotnet "$program" streams "$runs" "$seconds"
  done
}

more() { dotnet "$program" streams-more; }
case $kind in
  core | more | forward | requests | peers) "$kind" ;;
  all) for each in core more forward requests peers; do "$each"; done ;;
  *) sed -n 2,5p "$0"; exit 2 ;;
esac
