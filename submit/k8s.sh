#!/bin/sh
# Espalier on Kubernetes, through spark-submit and the packaged jar (which does not contain Spark).
# Not yet run on a live cluster.
#
#   SPARK_HOME=/opt/spark ESPALIER_IMAGE=apache/spark:3.5.6-scala2.12-java17-ubuntu \
#     submit/k8s.sh k8s://https://host:6443 run conf/cifar10-cnn-grid.conf --set output.directory=s3a://bucket/espalier
#
# SPARK_HOME                 a Spark with Kubernetes (needed)
# ESPALIER_IMAGE             container image with the same Spark and Java 17 (needed)
# ESPALIER_DEPLOY            where the driver runs: client, here, or cluster, in a pod (default: client)
# ESPALIER_UPLOAD            folder that this machine and the pods reach, s3a://… or hdfs://…; cluster mode ships jar and files
#                            through it (needed there)
# ESPALIER_DATA              folder of the data files (default: data); in cluster mode one that the driver's pod reaches
# ESPALIER_THREADS           cores per trial, spark.task.cpus (default: 1)
# ESPALIER_GPUS              GPUs per trial: 1, or a share, 0.5 or less (default: none; needs target/espalier-cuda.jar)
# ESPALIER_EXECUTOR_MEMORY   Java heap of an executor (default: follows from the data, at least 2g)
# ESPALIER_NATIVE            memory for network arrays of an executor, outside the heap (default: follows from the model)
# ESPALIER_MEMORY            Java heap of the driver (default: 2g)
# ESPALIER_JAVA              further JVM options of driver and executors
# ESPALIER_SUBMIT            further spark-submit options, for example
#                            "--conf spark.executor.instances=4 --conf spark.kubernetes.namespace=search"
#
# More in submit/README.md.
set -eu

case ${1:-} in
  k8s://*) ;;
  *) set -- ;;
esac
if [ $# -lt 2 ]; then
  echo "usage: submit/k8s.sh k8s://https://host:port COMMAND [ARGUMENT ...]" >&2
  exit 2
fi
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
# shellcheck source=submit/cluster.sh
. "$home/submit/cluster.sh"

espalier_deploy
espalier_java
if [ -z "${SPARK_HOME:-}" ]; then
  espalier_refuse "SPARK_HOME is not set; name the folder of a Spark (the build does not collect Spark's part for Kubernetes)"
fi
espalier_spark_home ''
if [ -z "${ESPALIER_IMAGE:-}" ]; then
  espalier_refuse "ESPALIER_IMAGE is not set; name a container image with the Spark of SPARK_HOME and Java 17"
fi
options="--conf spark.kubernetes.container.image=$ESPALIER_IMAGE"
if [ "$deploy" = cluster ]; then
  if [ -z "${ESPALIER_UPLOAD:-}" ]; then
    espalier_refuse "ESPALIER_UPLOAD is not set; ESPALIER_DEPLOY=cluster ships the jar through a folder such as s3a://bucket/upload"
  fi
  options="$options --conf spark.kubernetes.file.upload.path=$ESPALIER_UPLOAD"
fi
espalier_build local
espalier_gpus /opt/spark/examples/src/main/scripts/getGpusResources.sh ''
if [ -n "$gpu_options" ]; then options="$options --conf spark.executor.resource.gpu.vendor=nvidia.com"; fi
master=$1
shift
espalier_submit "$master" "$options" spark.kubernetes.driverEnv "$@"
