# shellcheck shell=sh
# Read by the other scripts of this folder: finds the JDK and the Spark, builds the packaged jar, knows the JVM flags.
# Uses $home, the root of the checkout.
home=${home:?is set by the script that reads this one}

# What Spark needs outside its own launcher; the build's tests read the same file.
# shellcheck disable=SC2034 # read by the scripts that source this file
espalier_opens=''
while read -r option; do espalier_opens="$espalier_opens $option"; done <"$home/submit/jvm.options"

# What the program runs on, a line each: Spark, Scala, Java, tried, expected or refused, and built for the Sparks that
# the build collects.
platforms=$home/src/main/resources/io/espalier/wire/platforms.txt
# A distribution (./mvnw -Pdist) has them, the packaged program and its Spark in lib, and nothing to build them from.
if [ -f "$home/lib/platforms.txt" ]; then platforms=$home/lib/platforms.txt; fi

# Sets $java to a Java, $release to its version and $version to its number, or says that there is none. A JDK's file
# "release" tells without a start.
espalier_java() {
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  java_home=$(readlink -f -- "$(command -v "$java")" 2>/dev/null) || java_home=''
  java_home=${java_home%/*}/.. release=''
  if [ -r "$java_home/release" ]; then
    while IFS='="' read -r key _ value _; do
      if [ "$key" = JAVA_VERSION ]; then release=$value && break; fi
    done <"$java_home/release"
  fi
  if [ -z "$release" ]; then
    release=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\).*/\1/p' | head -n 1) || release=''
  fi
  version=${release%%.*}
  case $version in
    17 | 21) ;;
    *) espalier_opens=$(echo "$espalier_opens" | sed 's/--[^ ]*sun.security.action[^ ]*//') ;; # is no more
  esac
}

# Sets $scala to the Scala of the Spark that is to be used, and with it $jar, the packaged program, $spark, the folder of the
# Spark that the build collects, and $profile, the Maven profile that makes both. Refuses what does not go together.
# $1: the folder of a Spark, or a number, 3.5 or 4.2, for one that the build collects; empty for the first of these that $java runs.
# shellcheck disable=SC2016 # $1 to $4 are awk's
espalier_platform() {
  line='' scala=''
  if [ -z "$1" ] && [ -f "$home/lib/espalier.jar" ]; then set -- 3.5; fi
  if [ -z "$1" ] && [ -f "$home/lib/espalier_2.13.jar" ]; then set -- 4.2; fi
  case $1 in
    '') scala=$(awk -v java="$version" '/^[0-9]/ && $3 == java && $5 == "built" { print $2; exit }' "$platforms") ;;
    */*) espalier_spark_of "$1" ;;
    *)
      line=$1
      scala=$(awk -v line="$line" '/^[0-9]/ && $1 == line && $5 == "built" { print $2; exit }' "$platforms")
      if [ -z "$scala" ]; then
        espalier_refuse "ESPALIER_SPARK=$1: expected the folder of a Spark, or $(espalier_words '$5 == "built" { print $1 }')"
      fi
      ;;
  esac
  if [ -n "$line" ]; then
    javas=$(espalier_words '$1 " " $2 == "'"$line $scala"'" && $4 != "refused" { print $3 }')
    if [ -z "$javas" ]; then
      espalier_refuse "$1 holds Spark $line for Scala $scala; Espalier needs Spark" \
        "$(espalier_words '$4 != "refused" { print $1 " for Scala " $2 }')"
    fi
    who="Spark $line needs"
  else
    javas=$(espalier_words '$4 != "refused" { print $3 }')
    who=needs
  fi
  case " or $javas or " in
    *" or ${version:-none} or "*) ;;
    *)
      espalier_refuse "$who a JDK $javas; '$java' is ${version:+version }${version:-not there}." "Set JAVA_HOME to one."
      ;;
  esac
  case $scala in
    2.13) profile=spark4 built=$home/target/spark4 jar=$home/target/spark4/espalier_2.13.jar ;;
    *) profile='' built=$home/target jar=$home/target/espalier.jar ;;
  esac
  if [ -f "$home/lib/platforms.txt" ]; then built=$home/lib jar=$home/lib/${jar##*/}; fi
  spark=$built/spark
}

# Prints the different answers of an awk program over the platforms, joined by "or".
espalier_words() {
  awk "/^[0-9]/ && $1" "$platforms" | awk '!seen[$0]++ { printf "%s%s", n++ ? " or " : "", $0 }'
}

# Sets $line and $scala to those of the Spark in a folder; to none where it is laid out in a way of its own.
espalier_spark_of() {
  for core in "$1"/jars/spark-core_*.jar; do
    name=${core##*/spark-core_}
    case $name in
      '*.jar') return ;;
    esac
    scala=${name%%-*} name=${name#*-}
    line=${name%%.*} name=${name#*.}
    line=$line.${name%%.*}
  done
}

espalier_refuse() {
  echo "espalier: $*" >&2
  exit 2
}

# Builds $jar and $spark/jars, the folder of Spark's jars, when one is missing or older than a source.
# $1: local, or yarn, which collects Spark's part for YARN as well, into target/spark-yarn.
espalier_build() {
  if [ -f "$home/lib/platforms.txt" ]; then
    if [ "$1" != local ]; then espalier_refuse "SPARK_HOME is not set; this distribution has Spark for local mode and Spark's own cluster"; fi
    if [ -f "$jar" ]; then return; fi
    espalier_refuse "$jar is not there: this distribution is for another Scala; make one with ./mvnw -Pdist${profile:+,$profile}"
  fi
  if [ "$1" != local ]; then profile=$1 spark=$home/target/spark-$1; fi
  if [ -f "$jar" ] && [ -d "$spark/jars" ]; then
    newer=$(find "$home/pom.xml" "$home/src/main" -type f -newer "$jar") || true
    if [ -z "$newer" ]; then return; fi
  fi
  echo "espalier: building (once; the first time downloads about 600 MB of libraries)" >&2
  (cd "$home" && ./mvnw -q -B package ${profile:+"-P$profile"} -Dmaven.test.skip=true -Dspotless.check.skip=true >&2)
}

espalier_cores() {
  getconf _NPROCESSORS_ONLN 2>/dev/null || sysctl -n hw.ncpu
}

# The machine's memory divided by $1, in megabytes, at least 1024.
espalier_memory_megabytes() {
  kilobytes=''
  if [ -r /proc/meminfo ]; then
    while read -r key value _; do
      if [ "$key" = MemTotal: ]; then kilobytes=$value && break; fi
    done </proc/meminfo
  fi
  if [ -z "$kilobytes" ]; then kilobytes=$(($(sysctl -n hw.memsize) / 1024)); fi
  megabytes=$((kilobytes / 1024 / $1))
  if [ "$megabytes" -lt 1024 ]; then megabytes=1024; fi
  echo "$megabytes"
}
