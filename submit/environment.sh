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

# Sets $java to a Java that the program runs on and $release to its version, or says what is missing. A JDK's file
# "release" tells without a start.
espalier_java() {
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  java_home=$(dirname -- "$(readlink -f -- "$(command -v "$java")" 2>/dev/null)" 2>/dev/null)/..
  release=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$java_home/release" 2>/dev/null) || release=''
  if [ -z "$release" ]; then
    release=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\).*/\1/p' | head -n 1) || release=''
  fi
  version=${release%%.*}
  javas=$(sed -n 's/^[0-9][^ ]* [^ ]* //p' "$home/src/main/resources/io/espalier/wire/platforms.txt")
  case " $javas " in
    *" ${version:-none} "*) return ;;
  esac
  echo "espalier: needs a JDK $(echo "$javas" | sed 's/ / or /g'); '$java' is ${version:+version }${version:-not there}." \
    "Set JAVA_HOME to one." >&2
  exit 2
}

# Builds target/espalier.jar and $spark, the folder of Spark's jars, when one is missing or older than a source.
# $1: local, or the Maven profile that collects other jars, into target/spark-$1.
espalier_build() {
  profile=${1#local}
  spark=$home/target/spark${profile:+-$profile}
  jar=$home/target/espalier.jar
  if [ -f "$jar" ] && [ -d "$spark/jars" ]; then
    newer=$(find "$home/pom.xml" "$home/src/main" -type f -newer "$jar" | head -n 1)
    if [ -z "$newer" ]; then return; fi
  fi
  echo "espalier: building (once; the first time downloads about 500 MB of libraries)" >&2
  (cd "$home" && ./mvnw -q -B package ${profile:+"-P$profile"} -Dmaven.test.skip=true -Dspotless.check.skip=true >&2)
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
