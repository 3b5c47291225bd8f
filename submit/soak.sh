#!/bin/sh
# Ends drivers, executors and workers of one search by chance (kill -9), every 1 to 4 seconds, on a standalone cluster of separate JVMs on this
# machine; between that it lets them stand still and, where it may mount one, fills a small disk. The same command goes on each time. At the
# end it checks what holds of every run (RunInvariants) and the digest of an undisturbed one. Prints a table; exit code 1 if anything differs.
#
#   submit/soak.sh [KILLS [SEED]]     200 and 1 unless said otherwise: about an hour
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
case "${1:-200}${2:-1}" in
  *[!0-9]*)
    echo "usage: submit/soak.sh [KILLS [SEED]]" >&2
    exit 2
    ;;
esac
espalier_java
espalier_platform 3.5
espalier_build local
(cd "$home" && ./mvnw -q -B -Pbench test-compile -Dspotless.check.skip=true >&2)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$home"
# shellcheck disable=SC2086 # options are words
"$java" $espalier_opens -Xmx512m -cp "$home/target/test-classes:$home/target/classes:$(cat "$home/target/bench/classpath")" \
  io.espalier.packaged.Soak "${1:-200}" "${2:-1}" "$folder"
