package io.espalier.packaged;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts of one machine: Linux network namespaces, each with an address of its own on a common
 * bridge. They share the file system. Needs root and the program {@code ip}.
 */
final class NetworkHosts implements AutoCloseable {
  private static final int SUBNETS = 250;
  private static final int LETTERS = 26;

  /** Interfaces live on for a moment after their namespace. */
  private static final AtomicInteger MADE = new AtomicInteger();

  /** A name that nobody else uses, short enough for an interface. */
  private final String name =
      "esp" + ProcessHandle.current().pid() + (char) ('a' + MADE.getAndIncrement() % LETTERS);

  private final String subnet = "198.18." + ProcessHandle.current().pid() % SUBNETS + ".";
  private final int count;

  /**
   * Makes hosts; ends the test with a message where the machine does not allow it.
   *
   * @param count how many
   */
  NetworkHosts(int count) {
    this.count = count;
    String problem = ip("link", "add", bridge(), "type", "bridge");
    for (int host = 0; problem.isEmpty() && host < count; host++) {
      problem = join(host);
    }
    problem = problem.isEmpty() ? ip("link", "set", bridge(), "up") : problem;
    if (!problem.isEmpty()) {
      close();
      assumeTrue(false, "no network namespaces here: " + problem);
    }
  }

  private String join(int host) {
    String inside = namespace(host);
    String cable = bridge() + "v" + host;
    List<List<String>> steps =
        List.of(
            List.of("netns", "add", inside),
            List.of("-n", inside, "link", "set", "lo", "up"),
            List.of("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", inside),
            List.of("link", "set", cable, "master", bridge(), "up"),
            List.of("-n", inside, "addr", "add", address(host) + "/24", "dev", "eth0"),
            List.of("-n", inside, "link", "set", "eth0", "up"));
    for (List<String> step : steps) {
      String problem = ip(step.toArray(String[]::new));
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private String bridge() {
    return name;
  }

  private String namespace(int host) {
    return name + "h" + host;
  }

  /** A host's address. */
  String address(int host) {
    return subnet + (host + 1);
  }

  /** The words that run a command on a host; Spark shall find the host's own address. */
  List<String> on(int host) {
    return List.of("ip", "netns", "exec", namespace(host), "env", "-u", "SPARK_LOCAL_IP");
  }

  /** The same, where a folder is another, empty one. */
  List<String> onWithout(int host, String folder) {
    List<String> words = new ArrayList<>(on(host));
    words.addAll(List.of("sh", "-c", "mount -t tmpfs none \"$0\" && exec \"$@\"", folder));
    return words;
  }

  /** Pulls a host's cable. */
  void cutOff(int host) {
    String problem = ip("-n", namespace(host), "link", "set", "eth0", "down");
    if (!problem.isEmpty()) {
      throw new AssertionError(problem);
    }
  }

  /** Ends what still runs on the hosts, then removes them. */
  @Override
  public void close() {
    for (int host = 0; host < count; host++) {
      run("ip", "netns", "pids", namespace(host))
          .output
          .lines()
          .filter(line -> line.matches("\\d+"))
          .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(NetworkHosts::end));
      ip("netns", "del", namespace(host));
    }
    ip("link", "del", bridge());
  }

  private static void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** What {@code ip} complains about; nothing if all is well. */
  private static String ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(Arrays.asList(arguments));
    Ran ran = run(command.toArray(String[]::new));
    return ran.exitCode == 0 ? "" : String.join(" ", command) + ": " + ran.output.strip();
  }

  private record Ran(int exitCode, String output) {}

  private static Ran run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException missing) {
      return new Ran(-1, String.valueOf(missing.getMessage()));
    } catch (InterruptedException interrupted) {
      throw new UncheckedIOException(new IOException(interrupted));
    }
  }
}
