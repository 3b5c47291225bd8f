# shellcheck shell=sh
# Read by the other scripts of this folder: finds the JDK, builds the packaged jar, knows the JVM flags.
# Uses $home, the root of the checkout.
home=${home:?is set by the script that reads this one}

# Spark on JDK 17 needs these outside its own launcher.
espalier_opens=''
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  espalier_opens="$espalier_opens --add-opens=java.base/$package=ALL-UNNAMED"
done
# shellcheck disable=SC2034 # read by the scripts that source this file
espalier_opens="-XX:+IgnoreUnrecognizedVMOptions$espalier_opens"

# Sets $java to a Java 17, or says what is missing.
espalier_java() {
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || version=''
  if [ "$version" != 17 ]; then
    echo "espalier: needs a JDK 17; '$java' is ${version:+version }${version:-not there}. Set JAVA_HOME to one." >&2
    exit 2
  fi
}

# Builds target/espalier.jar when it is missing or older than a source.
espalier_build() {
  jar=$home/target/espalier.jar
  if [ -f "$jar" ] && [ -d "$home/target/spark/jars" ]; then
    newer=$(find "$home/pom.xml" "$home/src/main" -type f -newer "$jar" | head -n 1)
    if [ -z "$newer" ]; then return; fi
  fi
  echo "espalier: building (once; the first time downloads about 500 MB of libraries)" >&2
  (cd "$home" && ./mvnw -q -B package -Dmaven.test.skip=true -Dspotless.check.skip=true >&2)
}

espalier_cores() {
  getconf _NPROCESSORS_ONLN 2>/dev/null || sysctl -n hw.ncpu
}

# The machine's memory divided by $1, in megabytes, at least 1024.
espalier_memory_megabytes() {
  kilobytes=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null) || kilobytes=''
  if [ -z "$kilobytes" ]; then kilobytes=$(($(sysctl -n hw.memsize) / 1024)); fi
  megabytes=$((kilobytes / 1024 / $1))
  if [ "$megabytes" -lt 1024 ]; then megabytes=1024; fi
  echo "$megabytes"
}

# For ESPALIER_GPUS, the GPUs of a trial (1, or its share of one: 0.5, 0.25 …): sets $jar to the jar that computes on GPUs,
# $gpu_trials to the trials side by side on a GPU, and $gpu_options to spark-submit's options: an executor for each GPU.
# $1: the discovery script as executors see it; empty where workers do the discovery. Without ESPALIER_GPUS sets no options.
espalier_gpus() {
  gpu_options=''
  if [ -z "${ESPALIER_GPUS:-}" ]; then return; fi
  gpu_trials=$(awk -v gpus="$ESPALIER_GPUS" 'BEGIN {
    if (gpus ~ /^[0-9]*[.]?[0-9]+$/ && (gpus == 1 || (gpus > 0 && gpus <= 0.5))) print int(1 / gpus + 1e-9)
  }')
  if [ -z "$gpu_trials" ]; then
    echo "espalier: ESPALIER_GPUS=$ESPALIER_GPUS: a trial uses one GPU or its share of one; accepted are 1, 0.5 and less (0.25: four trials on each GPU)" >&2
    exit 2
  fi
  jar=$home/target/espalier-cuda.jar
  if [ ! -f "$jar" ]; then
    echo "espalier: ESPALIER_GPUS is set, but $jar is missing; build it: ./mvnw -Pcuda -DskipTests package (downloads 2.5 GB once)" >&2
    exit 2
  fi
  # CUDA numbers GPUs as nvidia-smi does; the program sets it for executors.
  export CUDA_DEVICE_ORDER=PCI_BUS_ID
  gpu_options="--conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=$ESPALIER_GPUS"
  gpu_options="$gpu_options --conf spark.executor.cores=$((gpu_trials * ${ESPALIER_THREADS:-1}))"
  if [ -n "${1:-}" ]; then gpu_options="$gpu_options --conf spark.executor.resource.gpu.discoveryScript=$1"; fi
}
