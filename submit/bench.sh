#!/bin/sh
# Benchmarks against PyTorch on this machine. Needs a JDK 17, Python 3.10 or newer and, the first time, 3 GB of downloads.
#
#   submit/bench.sh training            a training step of each net; table on standard output, target/bench/training.json
#   submit/bench.sh training S7 MLP     only nets whose names contain one of the words
#
# ESPALIER_BENCH_PYTHON   a Python that has PyTorch (default: one in target/bench/venv, made when missing)
# ESPALIER_BENCH_PAIRS    measurements per net and side, taken in turns (default: 7)
# ESPALIER_BENCH_SECONDS  seconds of each measurement (default: 1)
set -eu

if [ "${1:-}" != training ]; then
  echo "usage: submit/bench.sh training [WORD ...]" >&2
  exit 2
fi
shift
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
espalier_java

folder=$home/target/bench
mkdir -p "$folder"
python=${ESPALIER_BENCH_PYTHON:-$folder/venv/bin/python}
if [ -z "${ESPALIER_BENCH_PYTHON:-}" ] && ! "$python" -c 'import torch' 2>/dev/null; then
  echo "espalier: installing PyTorch into $folder/venv (once)" >&2
  python3 -m venv "$folder/venv"
  "$python" -m pip install --quiet torch==2.13.0 numpy >&2
fi
(cd "$home" && ./mvnw -q -B -Pbench test-compile -Dspotless.check.skip=true >&2)

export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
# shellcheck disable=SC2086 # options are words
exec "$java" $espalier_opens -Xmx1g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -Dorg.eclipse.deeplearning4j.helpers.disable=false -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")" io.espalier.executor.train.TrainingBenchmark \
  "$python" "$home/src/bench/python/training_peer.py" "$folder/training.json" \
  "${ESPALIER_BENCH_PAIRS:-7}" "${ESPALIER_BENCH_SECONDS:-1}" "$@"
