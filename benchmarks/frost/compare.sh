#!/usr/bin/env bash
# A signature of 3 of 5 in one process: ours (Ed25519), then @cmdcode/frost (secp256k1), taking turns.
# usage: benchmarks/frost/compare.sh [rounds] [turns]
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-300} turns=${2:-3}
bench=$PWD/benchmarks/Rings.Benchmarks/bin/Release/net10.0/Rings.Benchmarks.dll
[ -f "$bench" ] || dotnet build benchmarks/Rings.Benchmarks -c Release -v q -nologo
[ -d benchmarks/frost/node_modules ] || (cd benchmarks/frost && npm ci --silent --no-audit --no-fund)
for ((turn = 0; turn < turns; turn++)); do
  dotnet "$bench" frost 3 5 "$rounds"
  node benchmarks/frost/frost.mjs 3 5 "$rounds"
done
