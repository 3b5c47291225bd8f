package io.espalier.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the packaged jar in JVMs of its own, as the submit scripts do. */
final class PackagedProgram {
  static final Path JAR = Path.of("target", "espalier.jar").toAbsolutePath();
  static final Path SPARK_HOME = Path.of("target", "spark").toAbsolutePath();

  private static final long TIMEOUT_MINUTES = 8;
  private static final Pattern DIGEST = Pattern.compile("digest\\s+([0-9a-f]{64})");
  private static final String[] OPENED = {
    "java.lang",
    "java.lang.invoke",
    "java.lang.reflect",
    "java.io",
    "java.net",
    "java.nio",
    "java.util",
    "java.util.concurrent",
    "java.util.concurrent.atomic",
    "jdk.internal.ref",
    "sun.nio.ch",
    "sun.nio.cs",
    "sun.security.action",
    "sun.util.calendar"
  };
  private static final String[] NATIVE = {
    "-Dorg.bytedeco.javacpp.maxbytes=1g",
    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
    "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
    "-Djava.awt.headless=true"
  };

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

    /** Ends it at once, as {@code kill -9}. */
    void kill() {
      try {
        process.destroyForcibly().waitFor();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  /** Starts a command in local mode. */
  Running startLocal(int cores, String... arguments) {
    List<String> command = java();
    command.addAll(Arrays.asList(NATIVE));
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.master=local[" + cores + "]",
            "-cp",
            JAR + ":" + SPARK_HOME.resolve("jars") + "/*"));
    command.add("io.espalier.Main");
    command.addAll(Arrays.asList(arguments));
    return start(command);
  }

  /** Runs a command in local mode to its end. */
  Result local(int cores, String... arguments) {
    return startLocal(cores, arguments).await();
  }

  /** Runs a command through spark-submit against a standalone master. */
  Result submit(String master, String... arguments) {
    List<String> command = java();
    command.addAll(Arrays.asList(NATIVE));
    command.addAll(
        List.of("-cp", SPARK_HOME.resolve("jars") + "/*", "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(
        List.of("--master", master, "--deploy-mode", "client", "--class", "io.espalier.Main"));
    command.addAll(
        List.of("--conf", "spark.executor.memory=1g", "--conf", "spark.driver.host=127.0.0.1"));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    command.addAll(
        List.of("--conf", "spark.executor.extraJavaOptions=" + String.join(" ", NATIVE)));
    command.add(JAR.toString());
    command.addAll(Arrays.asList(arguments));
    return start(command).await();
  }

  /** Starts a class of Spark's own. */
  Running startSpark(String... mainAndArguments) {
    List<String> command = java();
    command.addAll(List.of("-Xmx512m", "-cp", SPARK_HOME.resolve("jars") + "/*"));
    command.addAll(Arrays.asList(mainAndArguments));
    return start(command);
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String opened : OPENED) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    return command;
  }

  private Running start(List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "output", ".txt");
      Path errors = Files.createTempFile(folder, "errors", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      Map<String, String> environment = builder.environment();
      environment.put("OMP_NUM_THREADS", "1");
      environment.put("OPENBLAS_NUM_THREADS", "1");
      environment.put("SPARK_HOME", SPARK_HOME.toString());
      environment.put("SPARK_LOCAL_IP", "127.0.0.1");
      environment.put("SPARK_SCALA_VERSION", "2.12");
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
