#!/bin/sh
# Espalier in local mode: Spark runs inside one JVM on this machine. Needs a JDK and nothing else; builds when sources are newer.
#
#   submit/local.sh run conf/quickstart.conf
#
# ESPALIER_CORES    cores to use (default: all)
# ESPALIER_THREADS  cores per trial, spark.task.cpus (default: 1); trials side by side = cores / threads
# ESPALIER_MEMORY   Java heap (default: a quarter of the machine's memory, at least 1g)
# ESPALIER_NATIVE   most memory for network arrays, outside the heap (default: as much again)
# ESPALIER_SPARK    a Spark: its folder, or 3.5 or 4.2, which the build collects (default: 3.5, with Java 25 4.2)
# ESPALIER_DATA     folder of the data files (default: data)
# ESPALIER_JARS     jars of your own, for networks and listeners, separated by ':'
# ESPALIER_JAVA     further JVM options
set -eu

home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# shellcheck source=submit/environment.sh
. "$home/submit/environment.sh"
# shellcheck source=submit/archive.sh
. "$home/submit/archive.sh"

cores=${ESPALIER_CORES:-$(espalier_cores)}
threads=${ESPALIER_THREADS:-1}
heap=${ESPALIER_MEMORY:-$(espalier_memory_megabytes 4)m}
native=${ESPALIER_NATIVE:-$heap}

espalier_java
espalier_platform "${ESPALIER_SPARK:-}"
case ${ESPALIER_SPARK:-} in
  */*)
    if [ ! -d "$ESPALIER_SPARK/jars" ]; then espalier_refuse "ESPALIER_SPARK=$ESPALIER_SPARK: there is no folder jars in it"; fi
    espalier_build local
    spark=$ESPALIER_SPARK
    ;;
  *) espalier_build local ;;
esac

# One trial may use its own cores only; OpenMP and OpenBLAS read this when the JVM starts.
export OMP_NUM_THREADS="$threads" OPENBLAS_NUM_THREADS="$threads"

classpath="$jar:$spark/jars/*"
espalier_archive "$classpath" "${1:-}"

# What ends within seconds gains nothing from the optimising compiler, nor from a collector of several threads.
case ${1:-} in
  plan | query) brief='-XX:TieredStopAtLevel=1' ;;
  runs | doctor | explain | -*) brief='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' ;;
  # A search of seconds gains little from it either. What runs hot for longer it still compiles, ten times later than by default.
  *) brief='-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000
  -XX:Tier4BackEdgeThreshold=400000' ;;
esac

# shellcheck disable=SC2086,SC2154 # options are words; archive.sh sets some
exec "$java" $espalier_opens -Xmx"$heap" $archive_options $brief \
  -Dorg.bytedeco.javacpp.maxbytes="$native" -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -Dorg.eclipse.deeplearning4j.helpers.disable=false -Djava.awt.headless=true \
  -Dspark.master="local[$cores]" -Dspark.task.cpus="$threads" ${ESPALIER_JAVA:-} \
  -cp "$classpath${ESPALIER_JARS:+:$ESPALIER_JARS}" io.espalier.Main "$@"
