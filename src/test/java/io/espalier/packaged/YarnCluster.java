package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * YARN with two nodes and HDFS, in a process of their own that ends with this one, on free ports;
 * and the program submitted to them. What the profile "yarn" builds must be there.
 */
final class YarnCluster implements AutoCloseable {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path SPARK_JARS = TARGET.resolve("spark-yarn/jars");
  private static final String APPLICATION_MASTER = "deploy.yarn.ApplicationMaster";
  private static final String EXECUTOR = "executor.YarnCoarseGrainedExecutorBackend";
  private static final long PATIENCE_NANOS = 120_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 50_000_000L;
  private static final long END_SECONDS = 30;

  private final PackagedProgram program;
  private final Path folder;
  private final Running cluster;
  private final String address;

  YarnCluster(Path folder) {
    this.program = new PackagedProgram(folder);
    this.folder = folder;
    this.cluster = program.start(command(), Map.of());
    this.address = awaitAddress();
  }

  private List<String> command() {
    Path work = folder.resolve("cluster");
    List<String> command = new ArrayList<>(List.of("env", "-C", work.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    String classes =
        String.join(
            ":",
            TARGET.resolve("test-classes").toString(),
            TARGET.resolve("mini-cluster") + "/*",
            SPARK_JARS + "/*");
    command.addAll(List.of(PackagedProgram.SHORT_LIVED.split(" ", -1)));
    command.addAll(List.of("-Xmx1g", "-cp", classes, "io.espalier.packaged.MiniHadoop"));
    command.addAll(List.of(work.toString(), conf().toString()));
    try {
      Files.createDirectories(work);
      Files.createDirectories(conf());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return command;
  }

  private Path conf() {
    return folder.resolve("conf");
  }

  private String awaitAddress() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      String output = read(cluster.output());
      if (output.contains("ready ") && output.endsWith("\n")) {
        return output.substring(output.indexOf("ready ") + "ready ".length()).strip();
      }
      if (!cluster.process().isAlive() || System.nanoTime() > end) {
        close();
        throw new AssertionError("no cluster:\n" + PackagedProgram.errorsOf(cluster));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /** The address of HDFS, without a slash at the end. */
  String address() {
    return address;
  }

  /** Stops one of the two nodes that keep the blocks of HDFS. */
  void stopDatanode() throws IOException {
    OutputStream commands = cluster.process().getOutputStream();
    commands.write('\n');
    commands.flush();
    cluster.awaitUntil(() -> read(cluster.output()).contains("stopped a datanode"));
  }

  /** HDFS. */
  FileSystem hdfs() throws IOException {
    return FileSystem.newInstance(URI.create(address), new Configuration());
  }

  /**
   * Starts a command through {@code submit/yarn.sh}; executors of one core.
   *
   * @param deploy client or cluster
   * @param options of spark-submit
   */
  Running start(String deploy, List<String> options, String... arguments) {
    List<String> all = new ArrayList<>();
    // Spark's jars lie on every node, as a cluster's administrator would have it: nothing to
    // upload.
    all.addAll(List.of("--conf", "spark.yarn.jars=local:" + SPARK_JARS + "/*"));
    all.addAll(List.of("--conf", "spark.ui.enabled=false", "--executor-cores", "1"));
    all.addAll(options);
    Map<String, String> variables = new TreeMap<>();
    variables.put("HADOOP_CONF_DIR", conf().toString());
    variables.put("ESPALIER_DEPLOY", deploy);
    variables.put("ESPALIER_EXECUTOR_MEMORY", "512m");
    variables.put("ESPALIER_NATIVE", "512m");
    variables.put("ESPALIER_MEMORY", "1g");
    variables.put("ESPALIER_JAVA", PackagedProgram.SHORT_LIVED);
    variables.put("ESPALIER_SUBMIT", String.join(" ", all));
    List<String> command = new ArrayList<>(List.of("submit/yarn.sh"));
    command.addAll(Arrays.asList(arguments));
    return program.start(command, variables);
  }

  /** Runs a command in client mode with two executors, to its end. */
  Result client(String... arguments) {
    return start("client", List.of("--num-executors", "2"), arguments).await();
  }

  /** Runs a command on this machine's cores, to its end. */
  Result local(String... arguments) {
    return start("client", List.of("--master", "local[2]"), arguments).await();
  }

  /** Ends the drivers that run on the cluster at once, as {@code kill -9}; how many there were. */
  long killDrivers() {
    return processes(APPLICATION_MASTER).filter(ProcessHandle::destroyForcibly).count();
  }

  /** The executors that run now stand still, alive, until a condition holds. */
  void haltExecutorsUntil(Running run, Running.Condition condition) throws IOException {
    List<String> executors =
        processes(EXECUTOR).map(process -> Long.toString(process.pid())).toList();
    assertThat(executors).as("executors").isNotEmpty();
    signal("-STOP", executors);
    try {
      run.awaitUntil(condition);
    } finally {
      signal("-CONT", executors);
    }
  }

  private static void signal(String signal, List<String> processes) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    command.addAll(processes);
    new ProcessBuilder(command).start().onExit().join();
  }

  private Stream<ProcessHandle> processes(String mainClass) {
    return cluster
        .process()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(mainClass));
  }

  /** What the drivers in cluster mode have printed, to standard output and standard error. */
  String driverLogs() {
    StringBuilder logs = new StringBuilder();
    try {
      Files.walkFileTree(
          folder.resolve("cluster"),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = String.valueOf(file.getFileName());
              if (name.equals("stdout") || name.equals("stderr")) {
                logs.append(read(file));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return logs.toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    Process process = cluster.process();
    List<ProcessHandle> containers = process.descendants().toList();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        cluster.kill();
      }
    } catch (IOException alreadyEnded) {
      cluster.kill();
    } catch (InterruptedException interrupted) {
      cluster.kill();
      Thread.currentThread().interrupt();
    }
    containers.forEach(ProcessHandle::destroyForcibly);
  }
}
