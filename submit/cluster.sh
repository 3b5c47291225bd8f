# shellcheck shell=sh
# Read by standalone.sh, yarn.sh and k8s.sh: assembles what spark-submit is told and starts it. Wants environment.sh read before.
# What trials depend on (JVM flags, memory, threads, no speculation) is not here: the program sets it itself.
# shellcheck disable=SC2154 # home, java, jar, built, profile, spark and espalier_opens are set by environment.sh
home=${home:?is set by the script that reads this one}

# Sets $deploy.
espalier_deploy() {
  deploy=${ESPALIER_DEPLOY:-client}
  case $deploy in
    client | cluster) ;;
    *) espalier_refuse "ESPALIER_DEPLOY=$deploy: expected client (the driver runs here) or cluster (it runs there)" ;;
  esac
}

# Refuses a file that a driver elsewhere could not read as it is read here.
espalier_shippable() {
  case $1 in
    *.conf)
      line=$(sed 's/#.*//; s,//.*,,' "$1" | grep -nE '(^|[{,[:space:]])include[[:space:]]*("|file\(|url\(|classpath\(|required\()' | head -n 1)
      if [ -n "$line" ]; then
        espalier_refuse "$1:${line%%:*}: include: the driver on the cluster gets this file alone; write it as one file, or set ESPALIER_DEPLOY=client"
      fi
      ;;
  esac
  case $1 in
    *,* | *'#'*) espalier_refuse "$1: Spark cannot ship a file whose path has a ',' or '#'; rename it, or set ESPALIER_DEPLOY=client" ;;
  esac
}

# Prints the names of those variables that the program or an experiment file may read.
espalier_variables() {
  env | sed -n 's/^\(ESPALIER_[A-Z0-9_]*\)=.*/\1/p' | sort |
    grep -vE '^ESPALIER_(CORES|THREADS|MEMORY|EXECUTOR_MEMORY|NATIVE|SUBMIT|JARS|JAVA|DEPLOY|GPUS|IMAGE|UPLOAD)$' || true
}

# Runs the program on a cluster: espalier_submit MASTER OPTIONS VARIABLES COMMAND [ARGUMENT ...]
#   OPTIONS    further options of spark-submit for this kind of cluster, as words
#   VARIABLES  beginning of the Spark settings that carry variables to a driver on the cluster; empty where Spark's own cluster
#              hands them on and ships no files
# Uses $jar (the packaged program), $deploy, $gpu_options, $java, $spark (Spark's jars, when there is no SPARK_HOME) and these variables:
# ESPALIER_THREADS, ESPALIER_MEMORY, ESPALIER_EXECUTOR_MEMORY, ESPALIER_NATIVE, ESPALIER_JAVA, ESPALIER_SUBMIT.
espalier_submit() {
  master=$1 options=$2 variables=$3
  shift 3

  # Files among the arguments: a driver on YARN or in a pod finds them in its working folder, by their plain name; one on a
  # standalone worker, whose working folder is another, by their whole path.
  files=${gpu_discovery:-} names='/' count=$#
  while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    if [ "$deploy" = cluster ] && [ -f "$argument" ]; then
      if [ -n "$variables" ]; then
        espalier_shippable "$argument"
        name=$(basename -- "$argument")
        case $names in
          */"$name"/*) espalier_refuse "$argument: another file of the name $name is shipped already; rename one" ;;
        esac
        names=$names$name/
        files=$files${files:+,}$argument
        argument=$name
      else
        argument=$(CDPATH='' cd -- "$(dirname -- "$argument")" && pwd)/$(basename -- "$argument")
      fi
    fi
    set -- "$@" "$argument"
    count=$((count - 1))
  done

  # Options go in front one by one, the last first; ESPALIER_SUBMIT has the last word.
  # shellcheck disable=SC2086 # options are words
  set -- ${ESPALIER_SUBMIT:-} "$jar" "$@"
  if [ -n "$files" ]; then set -- --files "$files" "$@"; fi
  if [ -n "${ESPALIER_JAVA:-}" ]; then set -- --conf spark.executor.extraJavaOptions="$ESPALIER_JAVA" "$@"; fi
  flags=${ESPALIER_JAVA:-}
  # Spark's own cluster starts a driver without the flags that its launcher gives to every other.
  if [ "$deploy" = cluster ] && [ -z "$variables" ]; then flags="$espalier_opens${flags:+ $flags}"; fi
  if [ -n "$flags" ]; then set -- --driver-java-options "$flags" "$@"; fi
  if [ -n "${ESPALIER_NATIVE:-}" ]; then set -- --conf spark.espalier.native.memory="$ESPALIER_NATIVE" "$@"; fi
  if [ -n "${ESPALIER_EXECUTOR_MEMORY:-}" ]; then set -- --executor-memory "$ESPALIER_EXECUTOR_MEMORY" "$@"; fi
  set -- --driver-memory "${ESPALIER_MEMORY:-2g}" "$@"
  if [ -n "${ESPALIER_THREADS:-}" ]; then set -- --conf spark.task.cpus="$ESPALIER_THREADS" "$@"; fi
  if [ "$deploy" = cluster ] && [ -n "$variables" ]; then
    for variable in $(espalier_variables); do
      eval "value=\$$variable"
      set -- --conf "$variables.$variable=$value" "$@"
    done
  fi
  # shellcheck disable=SC2086 # options are words
  set -- --master "$master" --deploy-mode "$deploy" --class io.espalier.Main $options $gpu_options "$@"

  # The driver computes little (data, report): as many threads as one trial has.
  export OMP_NUM_THREADS="${ESPALIER_THREADS:-1}" OPENBLAS_NUM_THREADS="${ESPALIER_THREADS:-1}"
  if [ -n "${SPARK_HOME:-}" ]; then exec "$SPARK_HOME/bin/spark-submit" "$@"; fi
  export SPARK_HOME="$spark"
  # shellcheck disable=SC2086 # options are words
  exec "$java" $espalier_opens -Xmx"${ESPALIER_MEMORY:-2g}" ${ESPALIER_JAVA:-} \
    -cp "${HADOOP_CONF_DIR:+$HADOOP_CONF_DIR:}$spark/jars/*" org.apache.spark.deploy.SparkSubmit "$@"
}

# Chooses the Spark (ESPALIER_SPARK where there is no SPARK_HOME; $1 where there is neither) and the jar that fits it.
espalier_spark_home() {
  case ${SPARK_HOME:-}:${ESPALIER_SPARK:-} in
    :*/*) export SPARK_HOME="$ESPALIER_SPARK" ;;
  esac
  if [ -n "${SPARK_HOME:-}" ] && [ ! -x "$SPARK_HOME/bin/spark-submit" ]; then
    espalier_refuse "SPARK_HOME=$SPARK_HOME: there is no bin/spark-submit; name the folder of a Spark, or unset SPARK_HOME"
  fi
  espalier_platform "${SPARK_HOME:-${ESPALIER_SPARK:-$1}}"
}

# For ESPALIER_GPUS, the GPUs of a trial (1, or its share of one: 0.5, 0.25 …): sets $jar to the jar that computes on GPUs and
# $gpu_options to spark-submit's options, an executor for each GPU. Without ESPALIER_GPUS sets no options.
# $1: the discovery script as executors see it; empty where workers do the discovery.
# $2: the discovery script here, if it must be shipped; sets $gpu_discovery to it.
espalier_gpus() {
  gpu_options='' gpu_discovery=''
  if [ -z "${ESPALIER_GPUS:-}" ]; then return; fi
  gpu_trials=$(awk -v gpus="$ESPALIER_GPUS" 'BEGIN {
    if (gpus ~ /^[0-9]*[.]?[0-9]+$/ && (gpus == 1 || (gpus > 0 && gpus <= 0.5))) print int(1 / gpus + 1e-9)
  }')
  if [ -z "$gpu_trials" ]; then
    espalier_refuse "ESPALIER_GPUS=$ESPALIER_GPUS: a trial uses one GPU or its share of one; accepted are 1, 0.5 and less (0.25: four trials on each GPU)"
  fi
  jar=$built/espalier-cuda.jar
  if [ ! -f "$jar" ]; then
    espalier_refuse "ESPALIER_GPUS is set, but $jar is missing; build it:" \
      "./mvnw -Pcuda${profile:+,$profile} -DskipTests package (downloads 2.5 GB once)"
  fi
  # CUDA numbers GPUs as nvidia-smi does; the program sets it for executors.
  export CUDA_DEVICE_ORDER=PCI_BUS_ID
  gpu_options="--conf spark.executor.resource.gpu.amount=1 --conf spark.task.resource.gpu.amount=$ESPALIER_GPUS"
  gpu_options="$gpu_options --conf spark.executor.cores=$((gpu_trials * ${ESPALIER_THREADS:-1}))"
  if [ -n "$1" ]; then gpu_options="$gpu_options --conf spark.executor.resource.gpu.discoveryScript=$1"; fi
  gpu_discovery=$2
}
