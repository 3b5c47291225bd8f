#!/bin/sh
# Espalier on YARN, through spark-submit and the packaged jar (which does not contain Spark).
#
#   HADOOP_CONF_DIR=/etc/hadoop/conf submit/yarn.sh run conf/cifar10-cnn-grid.conf
#
# HADOOP_CONF_DIR            folder of core-site.xml and yarn-site.xml (needed)
# SPARK_HOME                 a Spark with YARN (default: the jars that the build collects in target/spark-yarn)
# ESPALIER_DEPLOY            where the driver runs: client, here, or cluster (default: client)
# ESPALIER_DATA              folder of the data files (default: data); without a scheme in the cluster's own file system
# ESPALIER_THREADS           cores per trial, spark.task.cpus (default: 1)
# ESPALIER_GPUS              GPUs per trial: 1, or a share, 0.5 or less (default: none; needs target/espalier-cuda.jar)
# ESPALIER_EXECUTOR_MEMORY   Java heap of an executor (default: follows from the data, at least 2g)
# ESPALIER_NATIVE            memory for network arrays of an executor, outside the heap (default: follows from the model)
# ESPALIER_MEMORY            Java heap of the driver (default: 2g)
# ESPALIER_JAVA              further JVM options of driver and executors
# ESPALIER_SUBMIT            further spark-submit options, for example "--num-executors 4 --executor-cores 2 --queue night"
#
# More in submit/README.md.
set -eu

if [ $# -lt 1 ]; then
  echo "usage: submit/yarn.sh COMMAND [ARGUMENT ...]" >&2
  exit 2
fi
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
# shellcheck source=submit/cluster.sh
. "$home/submit/cluster.sh"

export HADOOP_CONF_DIR="${HADOOP_CONF_DIR:-${YARN_CONF_DIR:-}}"
if [ -z "$HADOOP_CONF_DIR" ]; then
  espalier_refuse "HADOOP_CONF_DIR is not set; name the folder of the cluster's core-site.xml and yarn-site.xml"
fi
if [ ! -f "$HADOOP_CONF_DIR/yarn-site.xml" ]; then
  espalier_refuse "HADOOP_CONF_DIR=$HADOOP_CONF_DIR: there is no yarn-site.xml"
fi
espalier_deploy
espalier_java
espalier_spark_home 3.5
if [ -n "${SPARK_HOME:-}" ]; then
  espalier_build local
else
  espalier_build yarn
fi
espalier_gpus ./gpu-discovery.sh "$home/submit/gpu-discovery.sh"
# A driver on the cluster reads the data before it starts Spark; YARN would wait 100 s for that.
espalier_submit yarn '--conf spark.yarn.am.waitTime=24h' spark.yarn.appMasterEnv "$@"
