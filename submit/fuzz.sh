#!/bin/sh
# Lets Jazzer, a fuzzer that coverage leads, make up files for one reader of ours after the other: experiment files, records and their
# events, IDX, CIFAR, TU, CSV, Parquet, PNG, JPEG, NumPy, what trainings leave, model zips (FuzzedReader has them all). Each has to give a
# value or one clear line, in 20 s and 256 MB; Jazzer looks besides for files read elsewhere, commands run, classes loaded by name.
# Prints a table; exit code 1 if a file was found that breaks this, which is then kept in target/fuzz. Linux, macOS and Windows on x86-64.
#
#   submit/fuzz.sh [RUNS [READER ...]]     1,000,000 runs of each reader unless said otherwise: about a quarter of an hour each
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
runs=${1:-1000000}
if [ $# -gt 0 ]; then shift; fi
case $runs in
  '' | *[!0-9]*)
    echo "usage: submit/fuzz.sh [RUNS [READER ...]]" >&2
    exit 2
    ;;
esac
if [ $# -eq 0 ]; then
  set -- CONF JOURNAL MERGED_JOURNAL EVENTS IDX_IMAGES IDX_LABELS CIFAR TU_EDGES TU_NODES CSV PARQUET PNG JPEG NPY CHECKPOINT MODEL_ZIP
fi
espalier_java
espalier_platform 3.5
cd "$home"
./mvnw -q -B -Pbench,fuzz test-compile -Dspotless.check.skip=true >&2
classes=target/test-classes:target/classes:$(cat target/bench/classpath)
mkdir -p target/fuzz
echo 'rootLogger.level = off' > target/fuzz/log4j2.properties
if [ -w /dev/shm ]; then files=$(mktemp -d /dev/shm/espalier-fuzz.XXXXXX); else files=$(mktemp -d); fi
trap 'rm -rf "$files"' EXIT
trap 'exit 130' INT TERM
code=0
echo "| reader | runs | runs a second | memory, MB | found |"
echo "|---|---:|---:|---:|---:|"
for reader in "$@"; do
  folder=$home/target/fuzz/$reader
  mkdir -p "$folder/corpus" "$folder/found"
  options="$espalier_opens -Xmx1g -XX:+UseSerialGC -Despalier.reader=$reader -Despalier.folder=$files/$reader -Djava.awt.headless=true"
  options="$options -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dlog4j2.configurationFile=$home/target/fuzz/log4j2.properties"
  if [ ! -f "$folder/corpus/sound" ]; then
    mkdir -p "$files/$reader"
    # shellcheck disable=SC2086 # options are words
    "$java" $options -cp "$classes" io.espalier.ReaderFuzzer "$folder/corpus/sound" > "$folder/log.txt" 2>&1
    rm -rf "${files:?}/$reader"
  fi
  mkdir -p "$files/$reader"
  most=$(($(wc -c < "$folder/corpus/sound") * 2))
  if [ "$most" -lt 4096 ]; then most=4096; fi
  # shellcheck disable=SC2086 # options are words
  "$java" $options -XX:+EnableDynamicAgentLoading -cp "$classes" com.code_intelligence.jazzer.Jazzer \
    --target_class=io.espalier.ReaderFuzzer --instrumentation_includes='io.espalier.**' --custom_hook_includes='io.espalier.**' \
    --reproducer_path="$folder/found" -artifact_prefix="$folder/found/" -runs="$runs" -timeout=20 -rss_limit_mb=4096 \
    -max_len="$most" -print_final_stats=1 "$folder/corpus" > "$folder/log.txt" 2>&1 || code=1
  stat() { sed -n "s/^stat::$1: *//p" "$folder/log.txt"; }
  found=$(find "$folder/found" -type f | wc -l)
  echo "| $reader | $(stat number_of_executed_units) | $(stat average_exec_per_sec) | $(stat peak_rss_mb) | $found |"
done
exit "$code"
