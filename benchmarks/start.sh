#!/usr/bin/env bash
# How long `rings run` takes to stand and what memory it then has, in two checkouts that take turns: least of all runs.
# usage: benchmarks/start.sh BEFORE NOW [RUNS]     both built: dotnet build Rings.Host -c Release
set -eu
runs=${3:-7}
declare -A checkout=([before]=$(cd "$1" && pwd) [now]=$(cd "$2" && pwd))
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# once WHEN KIND: prints wall ms, processor ms and resident KiB at the moment that it says where it listens.
once() {
  local rings=${checkout[$1]}/Rings.Host/bin/Release/net10.0/rings data=$folder/$1-$2 began pid
  [ -d "$data" ] || "$rings" init --account-kind "$2" --data-dir "$data" >/dev/null
  rm -f "$folder/out"
  began=$(date +%s%N)
  "$rings" run --port 0 --json --data-dir "$data" >"$folder/out" 2>"$folder/err" &
  pid=$!
  until grep -q joinUrl "$folder/out" 2>/dev/null; do
    kill -0 "$pid" 2>/dev/null || { cat "$folder/err" >&2; exit 1; }
    sleep 0.005
  done
  echo "$((($(date +%s%N) - began) / 1000000)) $(awk '{print ($14 + $15) * 10}' "/proc/$pid/stat") $(awk '/VmRSS/ {print $2}' "/proc/$pid/status")"
  kill -9 "$pid" && wait "$pid" 2>/dev/null || true
}

least() { sort -n "$folder/$1.$2.$3" | head -n 1; }

for kind in Ed25519 Secp256k1; do
  for _ in $(seq "$runs"); do
    for when in before now; do
      read -r wall cpu memory < <(once "$when" "$kind")
      echo "$wall" >>"$folder/$kind.$when.wall"; echo "$cpu" >>"$folder/$kind.$when.cpu"; echo "$memory" >>"$folder/$kind.$when.memory"
    done
  done
  for what in wall cpu memory; do
    echo "$kind $what: before $(least $kind before $what), now $(least $kind now $what) ($(echo "scale=3; $(least $kind now $what) / $(least $kind before $what)" | bc) x)"
  done
done
