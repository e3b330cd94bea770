#!/usr/bin/env bash
# Counts our own lines in Rings.Protocol/Crypto and Identity that do what NBitcoin.Secp256k1, Nethereum, Nethereum.KeyStore and
# BouncyCastle's keccak do, before those libraries came in and now. Member by member, so that a reader can judge the list:
#   own    works the thing out by itself, where one function of a library would do
#   calls  hands it to a library
# Left out: checks in front of a library, kinds Eip712 and Bip322, and what is the same in both.
# usage: tools/own-lines.sh [COMMIT]    the commit that is counted as "now": HEAD
set -eu
cd "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)"
before=1806eb5 now=${1:-HEAD}

# members WHEN: file, how, and the members; * is the whole file.
members() {
  if [ "$1" = before ]; then
    echo "Crypto/Keccak own *"
    echo "Crypto/Secp256k1 own Sign Recover NoncePoint RecoveryId Put"
    echo "Crypto/Secp256k1 calls PublicKey Verify"
    echo "Crypto/Hash calls Keccak256"
    echo "Identity/Keystore own Crypt Mac"
    echo "Identity/Keystore calls Derive"
    echo "Identity/WalletText own HashEip191"
    echo "Identity/Secp256k1AccountKey own Sign"
  else
    echo "Crypto/Secp256k1 own Recover NoncePoint"
    echo "Crypto/Secp256k1 calls PublicKey Sign Inverse Encode Key Signing"
    echo "Crypto/Hash calls Keccak256 _keccak"
    echo "Identity/Keystore calls Derive Crypt Mac Library"
    echo "Identity/EthereumAccount own Sign"
    echo "Identity/EthereumAccount calls Address HashMessage Recover EthereumAccount"
    echo "Identity/Secp256k1AccountKey own SignBitcoin"
  fi
}

# count MEMBERS: prints all lines and lines of code of these members of the file on stdin.
count() {
  awk -v wanted=" $* " '
    function take(text) { all++; if (text !~ /^ *$/ && text !~ /^ *\/\//) code++ }
    wanted == " * " { take($0); next }
    inside { take($0); if ($0 ~ (braces ? "^    }" : ";$")) inside = 0; else if ($0 ~ /^    {/) braces = 1; next }
    /^    (\/\/\/|\[)/ { held = held $0 "\n"; next }
    /^    [a-z]/ {
      name = $0; sub(/ *(\(|=|;|:).*/, "", name); sub(/.* /, "", name)
      if (index(wanted, " " name " ")) {
        n = split(held, lines, "\n"); for (i = 1; i < n; i++) take(lines[i])
        take($0); braces = 0; inside = $0 !~ /;$/
      }
    }
    { held = "" }
    END { print all + 0, code + 0 }'
}

declare -A total
for when in before now; do
  commit=${!when}
  echo "== $when ($(git rev-parse --short "$commit")): lines, of them code"
  while read -r file how names; do
    read -r all code < <(git show "$commit:Rings.Protocol/$file.cs" | (set -f; count $names))
    printf '%-6s %4d %4d  %s: %s\n' "$how" "$all" "$code" "$file" "$names"
    total[$when.$how]=$((${total[$when.$how]:-0} + all)) total[$when.$how.code]=$((${total[$when.$how.code]:-0} + code))
  done < <(members "$when")
done
for how in own calls; do
  b=${total[before.$how]} n=${total[now.$how]} bc=${total[before.$how.code]} nc=${total[now.$how.code]}
  echo "$how: $b lines before, $n now, $((b - n)) fewer; code: $bc before, $nc now, $((bc - nc)) fewer"
done
