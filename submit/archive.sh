# shellcheck shell=sh
# Read by local.sh: keeps archives of loaded classes (class-data sharing), from which the virtual machine starts in half the time.
# One for each command, below ${XDG_CACHE_HOME:-~/.cache}/espalier. A start without one writes it as it ends, under a name with
# its process id; the first start that finds it finished takes it into use. The program itself marks (.short) and removes those of
# commands that failed. Whatever goes wrong, the program starts without.
# Uses $home, $java, $release, $jar and $spark, which environment.sh sets.
# shellcheck disable=SC2034,SC2154 # local.sh reads archive_options; home, java, release, jar and spark are set by environment.sh

# Sets $archive_options, the options of the virtual machine: espalier_archive CLASSPATH COMMAND.
espalier_archive() {
  archive_options=''
  # A debugger or agent changes classes as they are loaded.
  case "${ESPALIER_JAVA:-} ${JAVA_TOOL_OPTIONS:-}" in *agent* | *Xshare* | *ArchiveFile*) return 0 ;; esac
  case $2 in
    init | run | plan | simulate | query | runs | retrain | predict | check | report | data | doctor) command=$2 ;;
    *) command=help ;;
  esac
  cache=${XDG_CACHE_HOME:-${HOME:-/nowhere}/.cache}/espalier
  [ -d "$cache" ] || mkdir -p "$cache" 2>/dev/null || return 0
  if [ ! -w "$cache" ]; then return 0; fi
  case $cache in *' '*) return 0 ;; esac # options are words
  place=$(printf '%s %s' "$home" "$spark" | cksum)
  place=${place%% *}
  # The files themselves: of a folder ls tells the blocks as well, which change once more when the disk is written.
  contents=$({ echo "$release" && ls -lL "$jar" "$spark"/jars/*; } 2>/dev/null | cksum)
  contents=${contents%% *}
  name=$place-$command-$contents writer=''
  if ! espalier_archive_whole; then
    espalier_archive_finished "$1"
    espalier_archive_whole || archive=''
  fi
  # The warnings are of archives that do not fit, and of classes that cannot be archived.
  if [ -n "$archive" ]; then
    archive_options="-XX:SharedArchiveFile=$archive -Dio.espalier.archive=$archive -Xlog:cds*=off"
  elif [ -z "$writer" ]; then
    archive_options="-XX:ArchiveClassesAtExit=$cache/$name.jsa.$$ -Dio.espalier.archive=$cache/$name.jsa.$$ -Xlog:cds*=off"
  fi
}

# Sets $archive to the one in use, which has its size in its name: one that was cut short would end the virtual machine.
espalier_archive_whole() {
  for archive in "$cache/$name".*.jsa; do
    size=${archive%.jsa}
    if [ "$(wc -c 2>/dev/null <"$archive")" -eq "${size##*.}" ] 2>/dev/null; then return 0; fi
    rm -f "$archive" "$archive.short" 2>/dev/null || true
  done
  return 1
}

# Takes into use what an earlier start has written whole, and removes what is older; sets $writer to one that is still writing.
espalier_archive_finished() {
  for written in "$cache/$name".jsa.*; do
    case $written in *.short) continue ;; esac
    if kill -0 "${written##*.}" 2>/dev/null; then
      writer=$written
    elif espalier_archive_fits "$1"; then
      archive=$cache/$name.$(wc -c 2>/dev/null <"$written" | tr -d ' ').jsa
      mv -f "$written" "$archive" 2>/dev/null || true
      if [ -e "$written.short" ]; then mv -f "$written.short" "$archive.short" 2>/dev/null || true; fi
      find "$cache" -name "$place-$command-*" ! -name "$name.*" -exec rm -f {} + 2>/dev/null || true
      find "$cache" -name '*.jsa*' -atime +60 -exec rm -f {} + 2>/dev/null || true
    else
      rm -f "$written" "$written.short" 2>/dev/null || true
    fi
  done
}

# Whether $written is whole and fits; reading one that was cut short ends a virtual machine, here one that does nothing else.
espalier_archive_fits() {
  {
    "$java" -Xshare:on -XX:+VerifySharedSpaces -XX:SharedArchiveFile="$written" -XX:ErrorFile=/dev/null \
      -XX:-CreateCoredumpOnCrash -cp "$1" -version
  } >/dev/null 2>&1
}
