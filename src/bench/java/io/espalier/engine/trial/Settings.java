package io.espalier.engine.trial;

import io.espalier.data.DataException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@code submit/bench.sh} hands to a benchmark.
 *
 * @param python a Python that has PyTorch
 * @param script the benchmark's Python half
 * @param result the file to write
 * @param pairs measurements per case and side
 * @param seconds of one measurement
 * @param words a case is measured if its name contains one of them; empty for all cases
 */
record Settings(
    String python, String script, Path result, int pairs, double seconds, List<String> words) {
  /** A benchmark. */
  interface Body {
    void run(Settings settings) throws Exception;
  }

  /** A mistake of the one who started the benchmark. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /** Runs a benchmark; what is wrong with its surroundings becomes one line and exit code 2. */
  static void run(String[] arguments, Body body) throws Exception {
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    try {
      Settings settings = of(arguments);
      Nd4j.getMemoryManager().togglePeriodicGc(false);
      body.run(settings);
    } catch (UsageException | DataException | IOException mistake) {
      System.err.println("espalier: " + mistake.getMessage());
      System.exit(2);
    }
    System.exit(0);
  }

  private static Settings of(String[] arguments) {
    return new Settings(
        arguments[0],
        arguments[1],
        Path.of(arguments[2]),
        (int) positive("ESPALIER_BENCH_PAIRS", arguments[3], "a whole number above 0", true),
        positive("ESPALIER_BENCH_SECONDS", arguments[4], "a number above 0", false),
        List.of(arguments).subList(5, arguments.length));
  }

  private static double positive(String name, String text, String expected, boolean whole) {
    double number = Double.NaN;
    try {
      number = whole ? Integer.parseInt(text) : Double.parseDouble(text);
    } catch (NumberFormatException noNumber) {
      // reported below
    }
    if (!(number > 0 && Double.isFinite(number))) {
      throw new UsageException(name + "=" + text + ": expected " + expected);
    }
    return number;
  }

  /** A folder of published data; {@code submit/bench.sh} has seen that it is there. */
  static String data(String folder) {
    return Path.of(Optional.ofNullable(System.getenv("ESPALIER_DATA")).orElse("data"), folder)
        .toString();
  }

  /** The cases that were asked for. */
  <T> List<T> chosen(List<T> cases, Function<T, String> name) {
    List<T> chosen =
        cases.stream()
            .filter(c -> words.isEmpty() || words.stream().anyMatch(name.apply(c)::contains))
            .toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "no case has one of the words "
              + words
              + "; there are: "
              + String.join(" | ", cases.stream().map(name).toList()));
    }
    return chosen;
  }
}
