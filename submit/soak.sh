#!/bin/sh
# Kills drivers and executors of a search by chance, on a standalone cluster of separate JVMs on this machine, for a given time; after each
# run it checks what holds of every run (RunInvariants) and the digest of an undisturbed one. Prints a table; exit code 1 if anything differs.
#
#   submit/soak.sh [SECONDS [SEED]]     300 seconds and seed 1 unless said otherwise; the run that is under way then goes on to its end
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
case "${1:-300}${2:-1}" in
  *[!0-9]*)
    echo "usage: submit/soak.sh [SECONDS [SEED]]" >&2
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
  io.espalier.packaged.Soak "${1:-300}" "${2:-1}" "$folder"
