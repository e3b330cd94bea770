#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of every library anew: what its public types show, as the analyzer spells it, without what
# PublicAPI.Shipped.txt has. Run it after a change that is meant, and read the difference: it is what users will see.
# A symbol that is gone is taken out of Shipped by hand, since that breaks users.
# usage: tools/public-api.sh
set -eu
cd "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)"
log=$(mktemp) && trap 'rm -f "$log"' EXIT

for project in */PublicAPI.Unshipped.txt; do echo '#nullable enable' >"$project"; done
# The program and the test kit are built on all of them. As warnings, all that is missing is told at once.
for built in Rings.Host Rings.TestKit; do
  dotnet build "$built" -c Release --no-incremental -nologo -v m -p:RunAnalyzersDuringBuild=true \
    -p:TreatWarningsAsErrors=false >>"$log" || { grep -m 5 ': error ' "$log"; exit 1; }
done
for file in */PublicAPI.Unshipped.txt; do
  project=$(dirname "$file")
  sed -nE "s|.* RS0016: Symbol '(.*)' is not part of the declared public API .*/$project\.csproj\]|\1|p" "$log" |
    LC_ALL=C sort -u >>"$file"
  echo "$project: $(($(cat "$project"/PublicAPI.*.txt | wc -l) - 2)) symbols"
done
