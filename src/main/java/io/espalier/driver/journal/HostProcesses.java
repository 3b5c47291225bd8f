package io.espalier.driver.journal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The processes of this machine. On Linux a machine is its start and its process name space, and a
 * process's start is counted from the machine's: a corrected clock, a restart and a container with
 * the host's name deceive neither.
 */
final class HostProcesses implements Processes {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern SPACES = Pattern.compile(" ");

  /** The process's start, among the words after its name in {@code /proc/<pid>/stat}. */
  private static final int START = 19;

  @Override
  public State of(Owner owner) {
    if (!owner.machine().equals(machine()) || !owner.user().equals(user())) {
      return State.UNKNOWN; // of another account, processes may be hidden
    }
    return started(owner.pid()).filter(owner.started()::equals).isPresent()
        ? State.ALIVE
        : State.GONE;
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  static String user() {
    return System.getProperty("user.name", "unknown");
  }

  /** What tells this machine, its start and its container from others. */
  static String machine() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return host();
    }
  }

  /** When a process started; empty if it is not there or has ended. */
  static Optional<String> started(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      List<String> words = List.of(SPACES.split(stat.substring(stat.lastIndexOf(')') + 1).strip()));
      boolean ended = words.get(0).equals("Z") || words.get(0).equals("X");
      return ended ? Optional.empty() : Optional.of(words.get(START));
    } catch (IOException e) {
      return Files.isDirectory(PROC.resolve("self"))
          ? Optional.empty()
          : ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .map(process -> process.info().startInstant().map(Instant::toString).orElse(""));
    }
  }
}
