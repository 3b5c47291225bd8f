#!/bin/sh
# Tells Spark which GPUs a machine has, as {"name": "gpu", "addresses": ["0", "1"]}; run by workers (standalone) or executors.
#
#   spark.worker.resource.gpu.discoveryScript, spark.executor.resource.gpu.discoveryScript
#
# Addresses are nvidia-smi's indexes. A machine without a GPU fails here with one line, which stands in the worker's or
# executor's log: Spark would refuse an empty list as well, but without saying why.
set -eu

fail() {
  echo "espalier: no GPU on $(uname -n): $*" >&2
  exit 1
}

command -v nvidia-smi >/dev/null 2>&1 || fail "nvidia-smi is not on the PATH, so there is no NVIDIA driver"
indexes=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) || fail "$(echo "$indexes" | head -n 1)"
addresses=''
for index in $indexes; do
  case $index in
    *[!0-9]*) fail "nvidia-smi printed '$index' instead of an index" ;;
  esac
  addresses="$addresses${addresses:+, }\"$index\""
done
[ -n "$addresses" ] || fail "nvidia-smi lists none"
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
