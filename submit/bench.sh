#!/bin/sh
# Benchmarks on this machine, most of them against PyTorch. Needs a JDK 17 or 21, Python 3.10 or newer and, for PyTorch, 5 GB
# on the disk.
# Each prints tables in Markdown and writes target/bench/<its name>.json. Use a machine that does nothing else.
#
#   submit/bench.sh training            a training step and an epoch of each net, also against torch.compile, JAX and DL4J as
#                                       shipped (20 minutes)
#   submit/bench.sh training MLP CNN    only nets whose names contain one of the words
#   submit/bench.sh operations          each recorded operation of a step beside its bound and PyTorch's; words as above (1
#                                       minute)
#   submit/bench.sh scaling             two trainings side by side against one; words as above (4 minutes)
#   submit/bench.sh fusion              trials side by side against one after another, PyTorch in a loop and over a stack of
#                                       models, Optuna over PyTorch, and DL4J as shipped; words as above (3 minutes)
#   submit/bench.sh start               what a person waits for: --help, runs, doctor, plan, query, the quickstart (4 minutes)
#   submit/bench.sh grid                the search of conf/cifar10-cnn-grid.conf, the whole program, on all cores (4 minutes)
#   submit/bench.sh gcn                 an epoch of graph convolutional networks; words as above (2 minutes)
#   submit/bench.sh dispatch            the cost of dispatching trials, against Ray Tune, Optuna, Hyperopt's SparkTrials and
#                                       MLflow's MlflowSparkStudy (18 minutes); words as above, of trials and tools:
#                                       dispatch Espalier
#   submit/bench.sh dispatch --full     the same with 10,000 trials of a second instead of 1,000 (45 minutes)
#   submit/bench.sh reading             a million rows of 20 numbers in CSV and Parquet, against pandas (2 minutes)
#   submit/bench.sh tables              init and run, without an edit, against scikit-learn's imputer, one-hot, scaler and MLP on
#                                       the tables that scikit-learn and statsmodels ship, also with holes punched in; words
#                                       as above, of tables (60 minutes)
#   submit/bench.sh scoring             a million rows of 20 numbers through Spark ML's transform, against the network alone (2
#                                       minutes); ESPALIER_BENCH_CORES: cores (default: all)
#   submit/bench.sh scheduling          what decisions and history cost the driver, on a virtual clock (1 minute)
#   submit/bench.sh resume              how long a record of 100,000 trials of 5 epochs takes to be read, with 1 GB (2 minutes)
#   submit/bench.sh search              what searchers find in 100 evaluations, against Optuna's, on Branin, Hartmann-6 and
#                                       mixed functions of COCO; goes on where it was interrupted; words as above, of
#                                       functions and searchers (search tpe auto: 40 minutes; all: some hours, most of them
#                                       for Optuna's Gaussian process)
#   submit/bench.sh recorded            searchers and schedulers over recorded trainings, 8 side by side on a virtual clock,
#                                       against Optuna's samplers and pruners; words as above, of both
#
# ESPALIER_BENCH_MINUTES  minutes that init plans a search for (default: 0.5; tables only)
# ESPALIER_BENCH_PYTHON   a Python that has PyTorch and NumPy (default: one in target/bench/venv, made when missing);
#                         for dispatch one that has the tools (default: one in target/bench/dispatch-venv)
# ESPALIER_BENCH_PAIRS    measurements per case and side, taken in turns (default: 5; grid: 3)
# ESPALIER_BENCH_CLOCK    processor: count processor time, where the machine is not quiet (training, operations, fusion; default: wall)
# ESPALIER_BENCH_SECONDS  seconds of each measurement (default: 0.8; scaling, gcn: 2; not for grid, dispatch)
# ESPALIER_BENCH_THREADS  threads of each side (training; default: 1)
# ESPALIER_BENCH_ISA      avx2: act as a processor without AVX-512, both sides (training, operations)
# ESPALIER_BENCH_SEEDS    searches per function and searcher (default: 30; search only)
# ESPALIER_BENCH_JOBS     searches side by side (default: all cores; search only)
# ESPALIER_DATA           folder of the data files (default: data)
set -eu

benchmark=${1:-}
pairs=5 seconds=0.8
case $benchmark in
  training) class=TrainingBenchmark data='cifar-10 mnist fashion-mnist' ;;
  operations) class=OperationsBenchmark data='' ;;
  scaling) class=ScalingBenchmark data='' seconds=2 ;;
  fusion) class=FusionBenchmark data='' pairs=3 ;;
  grid) pairs=3 data=cifar-10 ;;
  dispatch | scheduling | resume | scoring | start | reading | tables | search | recorded) data='' ;;
  gcn) class=GraphBenchmark data='tu/MUTAG cora' seconds=2 ;;
  *)
    echo "usage: submit/bench.sh training|operations|scaling|fusion|gcn [WORD ...]   or   submit/bench.sh grid" >&2
    echo "   or  submit/bench.sh dispatch [--full] [WORD ...]   or  submit/bench.sh tables|search|recorded [WORD ...]" >&2
    echo "   or  submit/bench.sh scheduling|resume|reading|scoring|start" >&2
    exit 2
    ;;
esac
shift
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"

fail() {
  echo "espalier: $*" >&2
  exit 2
}

# Makes the virtual environment $1, unless there is one.
make_venv() {
  if [ -x "$1/bin/python" ]; then return; fi
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    fail "needs Python 3.10 or newer as python3, or one with the libraries in ESPALIER_BENCH_PYTHON"
  python3 -c 'import ensurepip, venv' 2>/dev/null ||
    fail "python3 lacks venv (Debian, Ubuntu: apt install python3-venv); or set ESPALIER_BENCH_PYTHON"
  python3 -m venv "$1" >&2 || fail "could not make $1; the reason is above"
}

# Sets $python to a Python with PyTorch; makes one unless the user names theirs.
find_python() {
  python=${ESPALIER_BENCH_PYTHON:-$folder/venv/bin/python}
  if "$python" -c 'import numpy, torch' 2>/dev/null; then return; fi
  if [ -n "${ESPALIER_BENCH_PYTHON:-}" ]; then
    fail "ESPALIER_BENCH_PYTHON=$python: expected a Python that has PyTorch and NumPy"
  fi
  make_venv "$folder/venv"
  echo "espalier: installing PyTorch into $folder/venv (once, 5 GB)" >&2
  "$python" -m pip install --quiet torch==2.13.0 numpy >&2 || fail "could not install PyTorch; the reason is above"
  for tool in jax==0.10.2 optuna==5.0.0; do
    "$python" -m pip install --quiet "$tool" >&2 || echo "espalier: left out: $tool; the reason is above" >&2
  done
}

# Sets $python to one with the tools that dispatch is compared with. What does not install is left out.
find_tools() {
  python=${ESPALIER_BENCH_PYTHON:-$folder/dispatch-venv/bin/python}
  if [ -n "${ESPALIER_BENCH_PYTHON:-}" ] || [ -f "$folder/dispatch-venv/complete" ]; then return; fi
  make_venv "$folder/dispatch-venv"
  for tool in 'ray[tune]==2.60.0' 'optuna==5.0.0' 'hyperopt==0.3.0 pyspark==3.5.9 setuptools==80.9.0' \
    'mlflow==3.17.2'; do
    echo "espalier: installing $tool into $folder/dispatch-venv (once)" >&2
    # shellcheck disable=SC2086 # packages are words
    "$python" -m pip install --quiet $tool >&2 || echo "espalier: left out: $tool; the reason is above" >&2
  done
  : > "$folder/dispatch-venv/complete"
}

# Sets $python to one that has pandas, scikit-learn and statsmodels; makes one unless the user names theirs.
find_table_tools() {
  python=${ESPALIER_BENCH_PYTHON:-$folder/tables-venv/bin/python}
  if "$python" -c 'import pandas, pyarrow, sklearn, statsmodels' 2>/dev/null; then return; fi
  if [ -n "${ESPALIER_BENCH_PYTHON:-}" ]; then
    fail "ESPALIER_BENCH_PYTHON=$python: expected a Python that has pandas, pyarrow, scikit-learn and statsmodels"
  fi
  make_venv "$folder/tables-venv"
  echo "espalier: installing pandas, scikit-learn and statsmodels into $folder/tables-venv (once)" >&2
  "$python" -m pip install --quiet scikit-learn==1.9.1 statsmodels==0.15.0 pandas==3.1.1 pyarrow==26.0.1 >&2 ||
    fail "could not install them; the reason is above"
}

# Sets $python to one with Optuna and COCO's functions, and with PyTorch, which Optuna's Gaussian process needs, where it
# installs.
find_searchers() {
  python=${ESPALIER_BENCH_PYTHON:-$folder/search-venv/bin/python}
  if [ -n "${ESPALIER_BENCH_PYTHON:-}" ] || [ -f "$folder/search-venv/complete" ]; then return; fi
  make_venv "$folder/search-venv"
  echo "espalier: installing Optuna, COCO and PyTorch into $folder/search-venv (once, 5 GB)" >&2
  "$python" -m pip install --quiet optuna==5.0.0 scipy==1.17.1 coco-experiment==2.8.2 >&2 ||
    fail "could not install them; the reason is above"
  "$python" -m pip install --quiet torch==2.13.0 >&2 || echo "espalier: left out: PyTorch; the reason is above" >&2
  : > "$folder/search-venv/complete"
}

espalier_java
espalier_platform 3.5
export ESPALIER_DATA="${ESPALIER_DATA:-$home/data}"
for part in $data; do
  if [ ! -d "$ESPALIER_DATA/$part" ]; then
    set=$(basename "$part" | tr '[:upper:]' '[:lower:]' | sed 's/cifar-10/cifar10/')
    fail "no folder $part in $ESPALIER_DATA; set ESPALIER_DATA, or run: submit/local.sh data get $set"
  fi
done
folder=$home/target/bench
mkdir -p "$folder"
case $benchmark in
  dispatch) find_tools ;;
  search | recorded) find_searchers ;;
  scheduling | resume | scoring) ;;
  start) python=${ESPALIER_BENCH_PYTHON:-python3} ;;
  reading | tables) find_table_tools ;;
  *) find_python ;;
esac

if [ "$benchmark" = grid ]; then
  espalier_build local
  exec "$python" "$home/src/bench/python/grid.py" "$home" "$folder/grid.json" "${ESPALIER_BENCH_PAIRS:-$pairs}"
fi
if [ "$benchmark" = start ]; then
  espalier_build local
  exec "$python" "$home/src/bench/python/start.py" "$home" "$folder/start.json" "${ESPALIER_BENCH_PAIRS:-$pairs}"
fi
if [ "$benchmark" = tables ]; then
  espalier_build local
  export PYTHONDONTWRITEBYTECODE=1
  exec "$python" "$home/src/bench/python/tables.py" "$home" "$folder/tables.json" "${ESPALIER_BENCH_MINUTES:-0.5}" "$@"
fi
(cd "$home" && ./mvnw -q -B -Pbench test-compile -Dspotless.check.skip=true >&2)

if [ "$benchmark" = scheduling ]; then
  exec "$java" -Xmx1g -cp "$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")" \
    io.espalier.search.SchedulingBenchmark "$folder/scheduling.json" 10000 100000 200000
fi

if [ "$benchmark" = resume ]; then
  run=$(mktemp -d)
  trap 'rm -rf "$run"' EXIT
  classes="$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")"
  # shellcheck disable=SC2086 # options are words
  resume() { "$java" $espalier_opens -Xmx1g -cp "$classes" io.espalier.driver.journal.ResumeBenchmark "$@"; }
  resume write "$run" 100000
  echo "| trials | files | bytes | read | read and replayed |"
  echo "|---:|---:|---:|---:|---:|"
  for _ in $(seq "${ESPALIER_BENCH_PAIRS:-$pairs}"); do resume read "$run"; done
  exit
fi

if [ "$benchmark" = scoring ]; then
  export OMP_NUM_THREADS=1
  # shellcheck disable=SC2086 # options are words
  exec "$java" $espalier_opens -Xmx3g -cp "$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")" \
    io.espalier.ml.ScoringBenchmark "$folder/scoring.json" "${ESPALIER_BENCH_PAIRS:-$pairs}" \
    "${ESPALIER_BENCH_CORES:-$(nproc)}"
fi

if [ "$benchmark" = reading ]; then
  # 80 MB of data and 500 MB
  # shellcheck disable=SC2086 # options are words
  exec "$java" $espalier_opens -Xmx580m -cp "$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")" \
    io.espalier.data.tables.ReadingBenchmark "$python" "$home/src/bench/python/reading_peer.py" "$folder/reading.json" \
    "${ESPALIER_BENCH_PAIRS:-$pairs}"
fi

if [ "$benchmark" = search ]; then
  classes="$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")"
  printf '%s\n' -Xmx500m -XX:+UseSerialGC -cp "$classes" > "$folder/search.options"
  export PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
  exec nice "$python" "$home/src/bench/python/search.py" "$home" "$folder/search.json" "$java" "$@"
fi

if [ "$benchmark" = recorded ]; then
  classes="$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")"
  printf '%s\n' -Xmx1g -cp "$classes" > "$folder/recorded.options"
  export PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
  exec "$python" "$home/src/bench/python/recorded.py" "$home" "$folder/recorded.json" "$java" "$@"
fi

if [ "$benchmark" = dispatch ]; then
  classes="$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")"
  printf '%s -Xmx1g\n-cp "%s"\n' "$espalier_opens" "$classes" > "$folder/dispatch.options"
  export PYTHONDONTWRITEBYTECODE=1
  exec "$python" "$home/src/bench/python/dispatch.py" "$home" "$folder/dispatch.json" "$java" "$@"
fi

isa_options=''
case ${ESPALIER_BENCH_ISA:-} in
  '') ;;
  avx2)
    # oneDNN, PyTorch's own loops, MKL, OpenBLAS, most of JAX; what torch.compile keeps is for one kind of processor.
    export ONEDNN_MAX_CPU_ISA=AVX2 DNNL_MAX_CPU_ISA=AVX2 ATEN_CPU_CAPABILITY=avx2 MKL_ENABLE_INSTRUCTIONS=AVX2 \
      OPENBLAS_CORETYPE=Haswell XLA_FLAGS=--xla_cpu_max_isa=AVX2 TORCHINDUCTOR_CACHE_DIR="$folder/inductor-avx2"
    isa_options='-XX:UseAVX=2 -Dio.espalier.bench.withoutAvx512=true'
    ;;
  *) fail "ESPALIER_BENCH_ISA=$ESPALIER_BENCH_ISA: expected avx2, or nothing" ;;
esac
threads=${ESPALIER_BENCH_THREADS:-1}
export OMP_NUM_THREADS="$threads" OPENBLAS_NUM_THREADS="$threads" MKL_NUM_THREADS="$threads" PYTHONDONTWRITEBYTECODE=1
# shellcheck disable=SC2086 # options are words
exec "$java" $espalier_opens $isa_options -Xmx1g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -Dorg.eclipse.deeplearning4j.helpers.disable=false \
  -cp "$home/target/test-classes:$home/target/classes:$(cat "$folder/classpath")" "io.espalier.engine.trial.$class" \
  "$python" "$home/src/bench/python/${benchmark}_peer.py" "$folder/$benchmark.json" \
  "${ESPALIER_BENCH_PAIRS:-$pairs}" "${ESPALIER_BENCH_SECONDS:-$seconds}" "$@"
