package io.espalier.packaged;

import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * A Spark standalone cluster of one master and workers with one core each, every one a JVM of its
 * own on 127.0.0.1.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long LOOK_AGAIN_NANOS = 100_000_000L;

  private final List<Running> processes = new ArrayList<>();
  private final IntFunction<Running> starting;
  private final String master;

  StandaloneCluster(PackagedProgram program, Path folder, int workers) {
    this(program, folder, workers, List.of("--cores", "1"), worker -> Map.of());
  }

  /**
   * The same with workers of another kind.
   *
   * @param options of every worker
   * @param environment further variables of each worker, counted from 0
   */
  StandaloneCluster(
      PackagedProgram program,
      Path folder,
      int workers,
      List<String> options,
      IntFunction<Map<String, String>> environment) {
    int port = freePort();
    master = "spark://127.0.0.1:" + port;
    Running first =
        program.startSpark(
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0");
    processes.add(first);
    await(first, "I have been elected leader", 1);
    starting =
        worker ->
            program.startSpark(
                List.of(),
                environment.apply(worker),
                command(options, folder.resolve("worker-" + worker)));
    for (int worker = 0; worker < workers; worker++) {
      processes.add(starting.apply(worker));
    }
    await(first, "Registering worker", workers);
  }

  private String[] command(List<String> options, Path work) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--memory",
                "2g",
                "--work-dir",
                work.toString()));
    command.addAll(options);
    command.add(master);
    return command.toArray(String[]::new);
  }

  /** The master's URL. */
  String master() {
    return master;
  }

  /** The executors that run now. */
  List<ProcessHandle> executors() {
    return processes.stream().skip(1).flatMap(one -> one.process().children()).toList();
  }

  /** The workers that run now. */
  List<ProcessHandle> workers() {
    return processes.stream().skip(1).map(one -> one.process().toHandle()).toList();
  }

  /** Ends a worker at once and starts another in its place; its executors end by themselves. */
  void replace(ProcessHandle worker) {
    int place = workers().indexOf(worker) + 1;
    processes.get(place).kill();
    processes.set(place, starting.apply(place - 1));
  }

  private void await(Running process, String words, int times) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (PackagedProgram.errorsOf(process).split(words, -1).length - 1 < times) {
      if (!process.process().isAlive() || System.nanoTime() > end) {
        close();
        throw new AssertionError(
            "no '" + words + "' from the cluster:\n" + PackagedProgram.errorsOf(process));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    // Workers first: a worker that has lost its master leaves its executors behind for a while.
    for (int i = processes.size() - 1; i >= 0; i--) {
      List<ProcessHandle> executors = processes.get(i).process().descendants().toList();
      executors.forEach(ProcessHandle::destroyForcibly);
      processes.get(i).kill();
      executors.forEach(executor -> executor.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }
  }
}
