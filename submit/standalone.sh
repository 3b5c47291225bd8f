#!/bin/sh
# Espalier on a Spark standalone cluster, through spark-submit and the packaged jar (which does not contain Spark).
#
#   submit/standalone.sh spark://host:7077 run conf/cifar10-cnn-grid.conf
#
# SPARK_HOME                 a Spark (default: the one that the build collects: 3.5, with Java 25 4.2; ESPALIER_SPARK=4.2 says which)
# ESPALIER_DEPLOY            where the driver runs: client, here, or cluster, on a worker (default: client)
# ESPALIER_DATA              folder of the data files (default: data)
# ESPALIER_THREADS           cores per trial, spark.task.cpus (default: 1)
# ESPALIER_GPUS              GPUs per trial: 1, or a share, 0.5 or less (default: none; needs target/espalier-cuda.jar)
# ESPALIER_EXECUTOR_MEMORY   Java heap of an executor (default: follows from the data, at least 2g)
# ESPALIER_NATIVE            most memory for network arrays of an executor, outside the heap (default: follows from the model)
# ESPALIER_MEMORY            Java heap of the driver (default: 2g)
# ESPALIER_JAVA              further JVM options of driver and executors
# ESPALIER_SUBMIT            further spark-submit options, for example "--total-executor-cores 8"
#
# The output directory must be visible to the executors: a shared folder or hdfs://. With ESPALIER_DEPLOY=cluster the packaged
# jar, the experiment file and the data must be, too, by the same paths: Spark's own cluster ships no files to a driver.
# More in submit/README.md.
set -eu

case ${1:-} in
  spark://*) ;;
  *) set -- ;;
esac
if [ $# -lt 2 ]; then
  echo "usage: submit/standalone.sh spark://host:port COMMAND [ARGUMENT ...]" >&2
  exit 2
fi
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
# shellcheck source=submit/cluster.sh
. "$home/submit/cluster.sh"

espalier_deploy
espalier_java
espalier_spark_home ''
espalier_build local
espalier_gpus '' ''
if [ "$deploy" = cluster ]; then
  # Spark hands this shell's variables to the driver, whose working folder is another.
  data=${ESPALIER_DATA:-data}
  case $data in
    /* | *://*) ;;
    *) data=$PWD/$data ;;
  esac
  export ESPALIER_DATA="$data"
fi
master=$1
shift
if [ "$deploy" = client ]; then espalier_submit "$master" "" "" "$@"; fi

# Spark's client says that the driver failed, and ends with 0.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{
  {
    (espalier_submit "$master" "--conf spark.standalone.submit.waitAppCompletion=true" '' "$@") 2>&1 >&3 3>&- ||
      echo "espalier: spark-submit ended with $?"
  } | tee "$log" >&2
} 3>&1
if grep -q '^espalier: spark-submit ended with' "$log"; then exit 1; fi
if grep -qE 'State of driver .* is (FAILED|ERROR|KILLED)' "$log"; then
  echo "espalier: the driver on the cluster failed; its worker has the reason in work/driver-…/stderr" >&2
  exit 1
fi
