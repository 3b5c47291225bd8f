#!/bin/sh
# Benchmarks against PyTorch on this machine. Needs a JDK 17, Python 3.10 or newer and, for PyTorch, 5 GB on the disk.
# Each prints a table and writes target/bench/<its name>.json.
#
#   submit/bench.sh training            a training step of each net
#   submit/bench.sh training S7 MLP     only nets whose names contain one of the words
#   submit/bench.sh scaling             two trainings side by side against one; words as above
#   submit/bench.sh grid                the search of conf/cifar10-cnn-grid.conf, the whole program, on all cores
#
# ESPALIER_BENCH_PYTHON   a Python that has PyTorch (default: one in target/bench/venv, made when missing)
# ESPALIER_BENCH_PAIRS    measurements per case and side, taken in turns (default: 7; grid: 3)
# ESPALIER_BENCH_SECONDS  seconds of each measurement of training and scaling (default: 1; scaling: 2)
# ESPALIER_DATA           folder of the data files, for the grid (default: data)
set -eu

benchmark=${1:-}
case $benchmark in
  training) class=TrainingBenchmark peer=training_peer.py pairs=7 seconds=1 ;;
  scaling) class=ScalingBenchmark peer=scaling_peer.py pairs=7 seconds=2 ;;
  grid) pairs=3 ;;
  *)
    echo "usage: submit/bench.sh training|scaling [WORD ...]   or   submit/bench.sh grid" >&2
    exit 2
    ;;
esac
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

if [ "$benchmark" = grid ]; then
  espalier_build
  export ESPALIER_DATA="${ESPALIER_DATA:-$home/data}"
  exec "$python" "$home/src/bench/python/grid.py" "$home" "$folder/grid.json" "${ESPALIER_BENCH_PAIRS:-$pairs}"
fi
(cd "$home" && ./mvnw -q -B -Pbench test-compile -Dspotless.check.skip=true >&2)

export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
# shellcheck disable=SC2086 # options are words
exec "$java" $espalier_opens -Xmx1g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -Dorg.eclipse.deeplearning4j.helpers.disable=false -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")" "io.espalier.executor.train.$class" \
  "$python" "$home/src/bench/python/$peer" "$folder/$benchmark.json" \
  "${ESPALIER_BENCH_PAIRS:-$pairs}" "${ESPALIER_BENCH_SECONDS:-$seconds}" "$@"
