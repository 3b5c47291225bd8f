#!/bin/sh
# Espalier on a Spark standalone cluster, in client mode, through spark-submit and the packaged jar (which does not contain Spark).
#
#   submit/standalone.sh spark://host:7077 run conf/cifar10-cnn-grid.conf
#
# SPARK_HOME                 a Spark 3.5 for Scala 2.12 (default: the jars that the build collects in target/spark)
# ESPALIER_THREADS           cores per trial, spark.task.cpus (default: 1)
# ESPALIER_EXECUTOR_MEMORY   Java heap of an executor (default: 2g)
# ESPALIER_NATIVE            memory for network arrays of an executor, outside the heap (default: 2g)
# ESPALIER_SUBMIT            further spark-submit options, for example "--total-executor-cores 8"
#
# The output directory must be visible to the executors: a shared folder or hdfs://.
set -eu

if [ $# -lt 2 ]; then
  echo "usage: submit/standalone.sh spark://host:port COMMAND [ARGUMENT ...]" >&2
  exit 2
fi
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"

master=$1
shift
threads=${ESPALIER_THREADS:-1}
native=${ESPALIER_NATIVE:-2g}
flags="-Dorg.bytedeco.javacpp.maxbytes=$native -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.eclipse.deeplearning4j.helpers.disable=false -Djava.awt.headless=true"

espalier_java
espalier_build local

export OMP_NUM_THREADS="$threads" OPENBLAS_NUM_THREADS="$threads"
# shellcheck disable=SC2086 # options are words
set -- --master "$master" --deploy-mode client --class io.espalier.Main \
  --conf spark.task.cpus="$threads" \
  --conf spark.executor.memory="${ESPALIER_EXECUTOR_MEMORY:-2g}" \
  --conf spark.executor.extraJavaOptions="$flags" \
  --conf spark.executorEnv.OMP_NUM_THREADS="$threads" --conf spark.executorEnv.OPENBLAS_NUM_THREADS="$threads" \
  --driver-java-options "$flags" \
  ${ESPALIER_SUBMIT:-} "$home/target/espalier.jar" "$@"

if [ -n "${SPARK_HOME:-}" ] && [ -x "$SPARK_HOME/bin/spark-submit" ]; then
  exec "$SPARK_HOME/bin/spark-submit" "$@"
fi
export SPARK_HOME="$home/target/spark"
# shellcheck disable=SC2086 # options are words
exec "$java" $espalier_opens $flags -cp "$SPARK_HOME/jars/*" org.apache.spark.deploy.SparkSubmit "$@"
