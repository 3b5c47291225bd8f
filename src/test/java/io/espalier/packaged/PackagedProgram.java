package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.BuildFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.package$;

/** Runs the packaged jar through the submit scripts, each time in a JVM of its own. */
final class PackagedProgram {
  private static final String SCALA = BuildFacts.of("scala");

  /** Where the build of these tests puts what it makes. */
  private static final Path TARGET =
      Path.of("target", SCALA.equals("2.13") ? "spark4" : "").toAbsolutePath();

  /** The packaged jar for the Spark of these tests. */
  static final Path JAR =
      TARGET.resolve(SCALA.equals("2.13") ? "espalier_2.13.jar" : "espalier.jar");

  /** The Spark that the build of these tests collects. */
  static final Path SPARK_HOME = TARGET.resolve("spark");

  /**
   * For programs that live for seconds: compiling simply and collecting on one thread takes half of
   * the processor's time away, and no number changes.
   */
  static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final String SPARK_VERSION = package$.MODULE$.SPARK_VERSION();

  /** Of the Spark of these tests, for scripts: {@code 3.5}. */
  static final String SPARK_LINE = SPARK_VERSION.substring(0, SPARK_VERSION.lastIndexOf('.'));

  private static final long TIMEOUT_MINUTES = 20;
  private static final long LOOK_AGAIN_NANOS = 20_000_000L;
  private static final Pattern DIGEST = Pattern.compile("digest\\s+([0-9a-f]{64})");
  private final Path folder;

  /** The program with a folder for what its processes print. */
  PackagedProgram(Path folder) {
    this.folder = folder;
  }

  /** What a process left behind. */
  record Result(int exitCode, String output, String errors) {
    /** The digest that it printed. */
    String digest() {
      Matcher matcher = DIGEST.matcher(output);
      if (!matcher.find()) {
        throw new AssertionError("no digest in:\n" + output + "\n" + errors);
      }
      return matcher.group(1);
    }
  }

  /** A process and the files it prints to. */
  record Running(Process process, Path output, Path errors) {
    Result await() {
      try {
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              "still running after " + TIMEOUT_MINUTES + " minutes:\n" + Files.readString(errors));
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException interrupted) {
        process.destroyForcibly();
        throw new AssertionError(interrupted);
      }
    }

    /** Something that files tell. */
    interface Condition {
      boolean holds() throws IOException;
    }

    /** Waits for a condition, which must come to hold while the process runs. */
    void awaitUntil(Condition condition) throws IOException {
      while (!condition.holds()) {
        assertThat(process.isAlive()).as(errorsOf(this)).isTrue();
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }

    /** Sends it a signal, by name. */
    void signal(String name) throws IOException {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    /** Ends it at once, as {@code kill -9}. */
    void kill() {
      try {
        process.destroyForcibly().waitFor();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  /** Starts a command that takes seconds through {@code submit/local.sh}. */
  Running startLocal(int cores, String... arguments) {
    return startLocal(cores, 1, SHORT_LIVED, arguments);
  }

  /** The same in a JVM of another language and country. */
  Running startLocalIn(Locale locale, int cores, String... arguments) {
    String flags = " -Duser.language=" + locale.getLanguage() + " -Duser.country=";
    return startLocal(cores, 1, SHORT_LIVED + flags + locale.getCountry(), arguments);
  }

  private Running startLocal(int cores, int threads, String flags, String... arguments) {
    List<String> command = new ArrayList<>(List.of("submit/local.sh"));
    command.addAll(Arrays.asList(arguments));
    return start(
        command,
        Map.of(
            "ESPALIER_CORES",
            Integer.toString(cores),
            "ESPALIER_THREADS",
            Integer.toString(threads),
            "ESPALIER_MEMORY",
            "1g",
            "ESPALIER_JAVA",
            flags));
  }

  /** Runs a command that takes seconds in local mode to its end. */
  Result local(int cores, String... arguments) {
    return startLocal(cores, arguments).await();
  }

  /** Runs a command that takes minutes in local mode to its end, each trial on so many threads. */
  Result localAtLength(int cores, int threads, String... arguments) {
    return startLocal(cores, threads, "", arguments).await();
  }

  /** Runs a command through {@code submit/standalone.sh}. */
  Result submit(String master, String... arguments) {
    return submitWith("", master, arguments);
  }

  /** The same with further options of spark-submit. */
  Result submitWith(String options, String master, String... arguments) {
    return startSubmit(options, master, arguments).await();
  }

  /** The same without waiting for its end. */
  Running startSubmit(String options, String master, String... arguments) {
    List<String> command = new ArrayList<>(List.of("submit/standalone.sh", master));
    command.addAll(Arrays.asList(arguments));
    return start(
        command,
        Map.of(
            "ESPALIER_EXECUTOR_MEMORY",
            "1g",
            "ESPALIER_NATIVE",
            "1g",
            "ESPALIER_JAVA",
            SHORT_LIVED,
            "ESPALIER_SUBMIT",
            options));
  }

  /** Lays out a folder in which scripts find the Spark of these tests, without what is in it. */
  static void mark(Path sparkHome) throws IOException {
    Path jars = Files.createDirectories(sparkHome.resolve("jars"));
    Files.createFile(jars.resolve("spark-core_" + SCALA + "-" + SPARK_VERSION + ".jar"));
  }

  /** Starts a class of Spark's own, with the jars that the build collected. */
  Running startSpark(String... mainAndArguments) {
    return startSpark(List.of(), Map.of(), mainAndArguments);
  }

  /**
   * The same elsewhere.
   *
   * @param where words in front of the command that say where it runs
   * @param environment further environment variables
   */
  Running startSpark(
      List<String> where, Map<String, String> environment, String... mainAndArguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(where);
    command.add(java);
    command.addAll(List.of(SHORT_LIVED.split(" ", -1)));
    command.addAll(List.of("-Xmx512m", "-cp", SPARK_HOME.resolve("jars") + "/*"));
    command.addAll(Arrays.asList(mainAndArguments));
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("SPARK_HOME", SPARK_HOME.toString());
    variables.put("SPARK_SCALA_VERSION", SCALA);
    return start(command, variables);
  }

  /** Starts any command with further environment variables. */
  Running start(List<String> command, Map<String, String> variables) {
    try {
      Path output = Files.createTempFile(folder, "output", ".txt");
      Path errors = Files.createTempFile(folder, "errors", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().remove("SPARK_HOME");
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().put("ESPALIER_SPARK", SPARK_LINE);
      builder.environment().putAll(variables);
      return new Running(builder.start(), output, errors);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a running process has printed to standard error so far. */
  static String errorsOf(Running running) {
    try {
      return Files.readString(running.errors(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
