#!/bin/sh
# Verifies this bundle with sha256sum, openssl, base64, awk and sed, and nothing of its maker.
# Run:  sh verify.sh [KEY]     KEY: the public key of the log, as it was handed over on paper.
# The last line tells. Ends with 0 where everything holds, with 1 where anything does not.
set -uf; LC_ALL=C; export LC_ALL
case $0 in */*) d=${0%/*} ;; *) d=. ;; esac; cd "${BUNDLE:-$d}" || exit 1 # BUNDLE: where another copy of this script checks
t=$(mktemp -d) || exit 1; trap 'rm -rf "$t"' EXIT
tell() { echo "WRONG: $*" | tee -a "$t/wrong"; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
key_of() { # NAME+ID+BASE64: the key as openssl reads it
  rest=${1#*+}; echo '-----BEGIN PUBLIC KEY-----'
  { printf '\060\052\060\005\006\003\053\145\160\003\041\000'
    echo "${rest#*+}" | base64 -d | tail -c 32; } | base64; echo '-----END PUBLIC KEY-----'; }
raw() { awk -v n="$2" '/^$/ { e = 1 } e && $1 == "—" && $2 == n { print $3; exit }' "$1" | base64 -d 2>"$t/err" >"$t/raw"; }
fits() { openssl pkeyutl -verify -pubin -inkey "$t/key" -rawin -in "$t/text" -sigfile "$t/signature" >"$t/err" 2>&1; }
signed() { # NOTE NAME: the text above its empty line bears a signature of the key in $t/key
  raw "$1" "$2"; tail -c +5 "$t/raw" >"$t/signature"; sed '/^$/,$d' "$1" >"$t/text"; fits || tell "$1: the signature of $2 does not fit"; }
join() { find "$1" -type f | sort | while read -r f; do cat "$f"; done; }
count() { awk 'END { print NR }' "$1"; }; show() { [ ! -s "$t/out" ] || tell "$1: $(head -n 20 "$t/out")"; }
each() { # lines of hexadecimal digits: the SHA-256 of the bytes of each, in their order
  rm -rf "$t/e"; mkdir "$t/e" # The shell reads the lines it is to run by blocks, and a pipe byte by byte.
  awk -v d="$t/e" 'BEGIN { for (i = 0; i < 256; i++) o[sprintf("%02x", i)] = sprintf("\\%03o", i); q = sprintf("%c", 39) }
    { s = ""; for (i = 1; i < length($0); i += 2) s = s o[substr($0, i, 2)]; printf "printf %s%s%s >%s/%09d\n", q, s, q, d, NR }' >"$t/run"
  . "$t/run"; find "$t/e" -type f -exec sha256sum {} + | sort -k 2 | cut -c 1-64; }
# 1. The key, the seal, and every file by the manifest.
: >"$t/wrong"; key=$(cat log/keys/verifier.txt); name=${key%%+*}; key_of "$key" >"$t/key"
[ $# -eq 0 ] || [ "$1" = "$key" ] || tell "log/keys/verifier.txt: another key than the one given"
size=$(sed -n 2p log/checkpoint); sum=$(sha256sum <MANIFEST.sha256 | cut -c 1-64); signed SEAL "$name"
printf 'tutela.bundle/v1\n%s\n%s\n%s\n\n— %s %s\n' "$name" "$size" "$sum" "$name" "$(base64 <"$t/raw" | tr -d '\n')" |
  cmp -s - SEAL || tell "SEAL, MANIFEST.sha256: not as they were sealed"
sha256sum -c MANIFEST.sha256 >"$t/sums" 2>"$t/out" || tell "$(sed '/: OK$/d' "$t/sums" "$t/out" | head -n 20)"
find . ! -type d | sed 's|^\./||' | awk 'f == 1 { m[substr($0, 67)]; next }
  !($0 in m) && $0 != "SEAL" && $0 != "MANIFEST.sha256"' f=1 MANIFEST.sha256 f=2 - >"$t/out"; show "not in the manifest"
# 2. The checkpoint, and all leaves up to its root (RFC 6962).
signed log/checkpoint "$name"; [ "$(sed -n 1p log/checkpoint)" = "$name" ] || tell "log/checkpoint: of another log"
join log/records >"$t/records"; join log/tile/0 | od -An -v -tx1 |
  awk '{ gsub(/ /, "") } NR % 2 { h = $0; next } { print h $0 }' >"$t/leaves"
for f in leaves records; do [ "$(count "$t/$f")" = "$size" ] || tell "log: not $size $f"; done
cp "$t/leaves" "$t/row"
while [ "$(count "$t/row")" -gt 1 ]; do
  awk 'NR % 2 { l = $0; next } { print "01" l $0 }' "$t/row" | each >"$t/next"
  awk '{ l = $0 } END { if (NR % 2) print l }' "$t/row" >>"$t/next"; mv "$t/next" "$t/row"; done
[ "$(cat "$t/row")" = "$(sed -n 3p log/checkpoint | base64 -d | hex)" ] || tell "log/tile: not the signed root"
# 3. Every record is the one of its leaf: SHA-256(00 kind SHA-256(salt record)).
mkdir "$t/r"; : >"$t/kinds"
awk -v d="$t/r" -v kinds="$t/kinds" 'BEGIN { k["exhibit"] = "01"; k["event"] = "02"; k["tombstone"] = "03"; b = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }
  { n = sprintf("%09d", NR); word = substr($0, 10); word = substr(word, 1, index(word, "\"") - 1); at = length(word) + 21
    rec = substr($0, at, length($0) - 54 - at); salt = substr($0, length($0) - 45, 44) }
  (word in k) && salt ~ /[AEIMQUYcgkosw048]=$/ && $0 == "{\"kind\":\"" word "\",\"record\":" rec ",\"salt\":\"" salt "\"}" {
    if (word == "tombstone" && match(rec, /"erased":[0-9]+,"ground":/)) why[NR - 1] = substr(rec, RSTART + 9, RLENGTH - 19)
    s = ""; for (i = 1; i < 44; i += 4) { v = 0
      for (j = 0; j < 4; j++) { c = index(b, substr(salt, i + j, 1)); v = v * 64 + (c ? c - 1 : 0) }; s = s sprintf("\\%03o\\%03o\\%03o", int(v / 65536), int(v / 256) % 256, v % 256) }
    print NR, k[word] >kinds; print d "/" n, substr(s, 1, 128); print rec; next }
  /^[{]"erased_by":[0-9]+,"kind":"event"[}]$/ { split($0, part, /[:,]/); gone[NR - 1] = part[2]; next }
  /^[{]"kind":"(exhibit|event|tombstone)","withheld":true[}]$/ { if (word == "tombstone") hidden[NR - 1]; next }
  { print NR, "00" >kinds }
  END { for (i in gone) { w = gone[i]; if (w + 0 < NR && !(w in hidden) && (why[w] "") != (i "")) print i + 1, "00" >kinds } }' \
  "$t/records" | while read -r f s && IFS= read -r r; do { printf "$s"; printf %s "$r"; } >"$f"; done
find "$t/r" -type f -exec sha256sum {} + | sort -k 2 | cut -c 1-64 >"$t/sums"
awk 'f == 1 { h[FNR] = $0; next } { print "00" $2 h[FNR] }' f=1 "$t/sums" f=2 "$t/kinds" | each >"$t/next"
awk 'f == 1 { h[FNR] = $0; next } f == 2 { n[FNR] = $1; next } f == 3 { l[FNR] = $0; next }
  END { for (i in n) if (h[i] != l[n[i]]) print "record " n[i] - 1 }' f=1 "$t/next" f=2 "$t/kinds" f=3 "$t/leaves" >"$t/out"; show "not in the tree"
# 4. Every exhibit is one that a record names.
sed -n 's/^{"kind":"exhibit".*,"sha256":"\([0-9a-f]*\)","sha512":"[0-9a-f]*","size_bytes":[0-9]*},"salt":"[^"]*"}$/\1/p' \
  "$t/records" >"$t/named"
awk 'f == 1 { named[$1]; next } $2 ~ /^exhibits\// { p = substr($2, 10); sub(/\//, "", p)
  if (p != $1 || !($1 in named)) print $2 }' f=1 "$t/named" f=2 MANIFEST.sha256 >"$t/out"; show "no record names"
# 5. Witnesses: each signed the line cosignature/v1, its time, and the checkpoint.
seen=; need=0; [ ! -f log/witnesses.txt ] || { need=$(sed -n 1p log/witnesses.txt); keys=$(sed 1d log/witnesses.txt)
  for w in $keys; do
    raw log/checkpoint "${w%%+*}"; [ -s "$t/raw" ] || continue
    at=$(od -An -v -tu1 -j 4 -N 8 "$t/raw" | awk '{ for (i = 1; i <= NF; i++) v = v * 256 + $i } END { printf "%.0f", v }')
    { printf 'cosignature/v1\ntime %s\n' "$at"; sed '/^$/,$d' log/checkpoint; } >"$t/text"
    key_of "$w" >"$t/key"; tail -c +13 "$t/raw" >"$t/signature"
    if fits; then seen="$seen ${w%%+*}"; else tell "log/checkpoint: the signature of ${w%%+*} does not fit"; fi; done; }
[ ! -s "$t/wrong" ] || { echo "NOT VERIFIED: see the lines above"; exit 1; }
held=$(awk '$2 ~ /^exhibits\// { n++ } END { print n + 0 }' MANIFEST.sha256)
echo "records $size, of them shown $(count "$t/kinds"), exhibits $held of $(count "$t/named"), witnesses needed $need, signed:${seen:- none}"
[ $# -gt 0 ] || echo "Compare this key with the one on paper: $key"
echo "VERIFIED"
