#!/bin/sh
# Changes files by chance and reads them: experiment files, journals, IDX, CSV, model zips. Each must give a value or one clear line.
#
#   submit/fuzz.sh [ROUNDS [SEED]]     20000 rounds for each reader and seed 1 unless said otherwise
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
case "${1:-20000}${2:-1}" in
  *[!0-9]*)
    echo "usage: submit/fuzz.sh [ROUNDS [SEED]]" >&2
    exit 2
    ;;
esac
cd "$home"
ESPALIER_FUZZ_ROUNDS=${1:-20000} ESPALIER_FUZZ_SEED=${2:-1} exec ./mvnw -q -B test -Dtest=MutatedFilesTest
