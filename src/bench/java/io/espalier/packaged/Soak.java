package io.espalier.packaged;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.run.RunInvariants;
import io.espalier.packaged.PackagedProgram.Running;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * Runs one search again and again on a cluster of separate JVMs, ends its drivers and executors by
 * chance, and holds every run to what holds of all. In each life of a driver it ends one executor
 * at most, since a trial that ends two is to blame.
 */
public final class Soak {
  private static final int TRIALS = 16;
  private static final int WORKERS = 2;

  /** Where a killed process may be: from Spark's start to a run that is about to end. */
  private static final int EARLIEST_MILLIS = 1_000;

  private static final int LATEST_MILLIS = 40_000;
  private static final int PAUSE_MILLIS = 3_000;

  private final Path folder;
  private final long endNanos;
  private final Random random;
  private final PackagedProgram program;
  private int runs;
  private int resumed;
  private int drivers;
  private int executors;
  private int frozen;
  private int restarts;
  private final List<String> violations = new ArrayList<>();

  private Soak(Path folder, long seconds, long seed) {
    this.folder = folder;
    endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    random = new Random(seed);
    program = new PackagedProgram(folder);
  }

  /**
   * Goes on for so many seconds, and to the end of the run that is under way then.
   *
   * @param arguments seconds, seed, and an empty folder
   */
  public static void main(String[] arguments) throws Exception {
    long seconds = Long.parseLong(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Soak soak = new Soak(Path.of(arguments[2]), seconds, seed);
    soak.run();
    soak.summary(seconds, seed);
    System.exit(soak.violations.isEmpty() ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    String digest =
        program.local(2, "run", experiment(folder.resolve("undisturbed")).toString()).digest();
    try (StandaloneCluster cluster = new StandaloneCluster(program, folder, WORKERS)) {
      while (System.nanoTime() < endNanos) {
        runs++;
        Path output = folder.resolve("run-" + runs);
        Path experiment = experiment(output);
        while (!live(cluster, experiment)) {
          resumed++;
        }
        judge(output.resolve("soak/001"), digest);
      }
    }
  }

  private Path experiment(Path output) throws IOException {
    String text =
        String.format(
            Locale.ROOT,
            """
            experiment { name = soak, seed = 7 }
            data { source = blobs, examples = 400, features = 8, centres = 4, test = 0.2, validation = 0.25 }
            model { kind = mlp, layers = [ { dropout = 0.2 }, { dense { units { int = [8, 64] } } } ] }
            training { updater { kind = adam, learning-rate { uniform = [1e-4, 1e-1], scale = log } }, epochs = 9 }
            search { algorithm = random, trials = %d, scheduler { kind = halving, rungs = [1, 3], bracket = 8 } }
            retrain { rows = 2 }
            output { directory = "%s" }
            """,
            TRIALS,
            output);
    return Files.writeString(folder.resolve(output.getFileName() + ".conf"), text);
  }

  /** One life of a driver; whether it came to the end of the run. */
  private boolean live(StandaloneCluster cluster, Path experiment)
      throws IOException, InterruptedException {
    Running driver = program.startSubmit("", cluster.master(), "run", experiment.toString());
    if (random.nextBoolean() && alive(driver, millis())) {
      disturb(cluster.executors());
    }
    boolean ends = System.nanoTime() > endNanos || random.nextInt(4) == 0;
    if (!ends && alive(driver, millis())) {
      driver.process().descendants().forEach(ProcessHandle::destroyForcibly);
      driver.kill();
      drivers++;
      return false;
    }
    int code = driver.await().exitCode();
    if (code == 4) {
      return false; // it paused: no host was left for a moment
    }
    if (code != 0) {
      throw new AssertionError("exit code " + code + ":\n" + PackagedProgram.errorsOf(driver));
    }
    return true;
  }

  private int millis() {
    return EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
  }

  private static boolean alive(Running driver, int millis) throws InterruptedException {
    return !driver.process().waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Ends one of the executors, or lets it stand still for a while. */
  private void disturb(List<ProcessHandle> all) throws IOException, InterruptedException {
    if (all.isEmpty()) {
      return;
    }
    ProcessHandle one = all.get(random.nextInt(all.size()));
    if (random.nextInt(3) > 0) {
      one.destroyForcibly();
      executors++;
    } else {
      signal("STOP", one);
      Thread.sleep(PAUSE_MILLIS);
      signal("CONT", one);
      frozen++;
    }
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private void judge(Path run, String digest) {
    try {
      List<Event> events = Journal.read(run.toString(), new Configuration());
      RunInvariants.hold(run.toString(), new Configuration(), TRIALS, digest, events);
      restarts +=
          (int)
              History.of(events).decisions().stream()
                  .filter(Event.TrialRestarted.class::isInstance)
                  .count();
    } catch (AssertionError | RuntimeException violated) {
      violations.add(run + ": " + violated.getMessage());
    }
  }

  private void summary(long seconds, long seed) {
    System.out.printf(
        Locale.ROOT,
        """
        | what | count |
        |---|---|
        | seconds asked for, seed | %d, %d |
        | runs to their end | %d |
        | drivers killed | %d |
        | executors killed | %d |
        | executors that stood still for %d s | %d |
        | resumed | %d |
        | trials that trained again for want of a checkpoint | %d |
        | runs with another digest, or an invariant violated | %d |
        """,
        seconds,
        seed,
        runs,
        drivers,
        executors,
        PAUSE_MILLIS / 1_000,
        frozen,
        resumed,
        restarts,
        violations.size());
    violations.forEach(System.out::println);
  }
}
