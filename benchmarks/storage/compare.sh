#!/usr/bin/env bash
# Five nodes of ours, then five of OpenDHT (Debian: dhtnode, python3-opendht), all on loopback: puts and gets of 1 KiB.
# usage: benchmarks/storage/compare.sh [records] [operations at a time] [runs]
set -eu
cd "$(dirname "$0")/../.."
records=${1:-2000} at_once=${2:-64} runs=${3:-3}
rings=$PWD/Rings.Host/bin/Release/net10.0/rings
client=$PWD/benchmarks/Rings.Benchmarks/bin/Release/net10.0/Rings.Benchmarks.dll
[ -x "$rings" ] || dotnet build Rings.Host -c Release -v q -nologo
[ -f "$client" ] || dotnet build benchmarks/Rings.Benchmarks -c Release -v q -nologo
folder=$(mktemp -d)
pids=()
stop() {
  kill -9 "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
  pids=()
}
trap 'stop; rm -rf "$folder"' EXIT

ours() {
  local i seed=
  rm -rf "${folder:?}"/*
  for i in 1 2 3 4; do
    "$rings" run --data-dir "$folder/$i" --port 0 --json ${seed:+--join "$seed"} >"$folder/$i.out" 2>"$folder/$i.log" &
    pids+=($!)
    until grep -q joinUrl "$folder/$i.out"; do sleep 0.1; done
    seed=${seed:-$(sed -nE 's/.*"joinUrl": "([^"]*)".*/\1/p' "$folder/$i.out" | head -n 1)}
  done
  dotnet "$client" ring-client "$seed" 5 "$records" "$at_once"
  stop
}

theirs() {
  local i
  for i in 0 1 2 3; do
    dhtnode -s -p $((4300 + i)) ${first:+-b 127.0.0.1:4300} >"$folder/dht-$i.log" 2>&1 &
    pids+=($!)
    first=yes
  done
  first=
  sleep 2
  /usr/bin/python3 benchmarks/storage/opendht_client.py 4300 "$records" "$at_once"
  stop
}

first=
echo "| network | what | per s | p50 ms | p99 ms | failed |"
echo "| ------- | ---- | ----: | -----: | -----: | -----: |"
for _ in $(seq "$runs"); do
  ours
  theirs
done
