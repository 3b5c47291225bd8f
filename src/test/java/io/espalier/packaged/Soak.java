package io.espalier.packaged;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.run.RunInvariants;
import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * One search on a cluster of separate JVMs, whose driver, executors and workers are ended by chance
 * every few seconds, stand still for a while, or find the disk full; the same command is given
 * again each time, and what comes of it is held to the {@link RunInvariants} and to the table of a
 * run that nothing disturbed. Should the search end before, another one begins.
 */
final class Soak implements AutoCloseable {
  private static final Configuration HADOOP = new Configuration();
  private static final int WORKERS = 2;
  private static final int SHORTEST_PAUSE_MILLIS = 1_000;
  private static final int LONGEST_PAUSE_MILLIS = 3_000;
  private static final int STANDSTILL_MILLIS = 3_000;

  /** The driver's exit code where no executor was left for a moment, or no room on the disk. */
  private static final int PAUSED = 4;

  /** What befalls a process. */
  private enum Blow {
    DRIVER_KILLED("drivers killed"),
    EXECUTOR_KILLED("executors killed"),
    WORKER_KILLED("workers killed, and their executors with them"),
    DRIVER_STOOD_STILL("drivers that stood still"),
    EXECUTOR_STOOD_STILL("executors that stood still"),
    WORKER_STOOD_STILL("workers that stood still"),
    DISK_FULL("times that the disk was full");

    static final List<Blow> OF_EXECUTORS = List.of(EXECUTOR_KILLED, EXECUTOR_KILLED, WORKER_KILLED);
    static final List<Blow> OTHERS =
        List.of(DRIVER_STOOD_STILL, EXECUTOR_STOOD_STILL, WORKER_STOOD_STILL, DISK_FULL);

    static final List<Blow> UNLESS_EXECUTORS = List.of(DRIVER_KILLED, DRIVER_STOOD_STILL);

    private final String text;

    Blow(String text) {
      this.text = text;
    }
  }

  private final Path folder;
  private final int kills;
  private final Random random;
  private final PackagedProgram program;
  private final SmallDisk disk;
  private final StandaloneCluster cluster;
  private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
  private final List<String> violations = new ArrayList<>();
  private List<Event> known = List.of();
  private int lives;
  private int paused;
  private int restarts;
  private int runs;

  /**
   * Starts the cluster.
   *
   * @param folder an empty one
   * @param kills how many processes are ended, one or more
   */
  Soak(Path folder, int kills, long seed) throws IOException {
    this.folder = folder;
    this.kills = kills;
    random = new Random(seed);
    program = new PackagedProgram(folder);
    disk = new SmallDisk(Files.createDirectory(folder.resolve("disk")));
    cluster = new StandaloneCluster(program, folder, WORKERS);
  }

  /**
   * Ends processes until so many have been, and the run has come to its end.
   *
   * @param arguments their number, seed, and an empty folder
   */
  public static void main(String[] arguments) throws Exception {
    boolean sound;
    try (Soak soak =
        new Soak(
            Path.of(arguments[2]), Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]))) {
      sound = soak.soak().isEmpty();
      System.out.print(soak.summary());
    }
    System.exit(sound ? 0 : 1);
  }

  /** What was violated, a line each. */
  List<String> soak() throws IOException, InterruptedException {
    String digest = ended(program.startLocal(WORKERS, "run", experiment("undisturbed"))).digest();
    while (killed() < kills) {
      runs++;
      known = List.of();
      String experiment = experiment("disk/" + runs);
      while (!live(experiment)) {
        nothingIsForgotten();
      }
      judge(digest);
    }
    return violations;
  }

  private int killed() {
    return count(Blow.DRIVER_KILLED) + count(Blow.EXECUTOR_KILLED) + count(Blow.WORKER_KILLED);
  }

  private int count(Blow blow) {
    return blows.getOrDefault(blow, 0);
  }

  /** Pauses, goes on, stops and is retrained; two trials for each kill. */
  private String experiment(String output) throws IOException {
    String text =
        String.format(
            Locale.ROOT,
            """
            experiment { name = soak, seed = 7 }
            data { source = blobs, examples = 10000, features = 8, centres = 4, test = 0.2, validation = 0.25 }
            model { kind = mlp, layers = [ { dropout = 0.2 }, { dense { units { choice = [16, 48] } } } ] }
            training {
              updater { kind = adam, learning-rate { uniform = [1e-4, 1e-1], scale = log } }
              batch-size = 4, epochs = 27
            }
            search {
              algorithm = random, trials = %d, fusion = auto
              scheduler { kind = halving, rungs = [3, 9], bracket = 9 }
            }
            retrain { rows = 2 }
            output { directory = "%s" }
            """,
            trials(),
            folder.resolve(output));
    return Files.writeString(folder.resolve(output.replace('/', '-') + ".conf"), text).toString();
  }

  private int trials() {
    return 2 * kills;
  }

  /** One life of a driver; whether it came to the end of the run. */
  private boolean live(String experiment) throws IOException, InterruptedException {
    lives++;
    Running driver = program.startSubmit("", cluster.master(), "run", experiment);
    Set<Integer> struck = new TreeSet<>();
    while (killed() < kills && livesOn(driver)) {
      Set<Integer> training = training();
      Blow blow = next(!training.isEmpty() && Collections.disjoint(struck, training));
      if (hits(blow, driver, training.isEmpty())) {
        blows.merge(blow, 1, Integer::sum);
        if (blow == Blow.DRIVER_KILLED) {
          return false;
        }
        if (Blow.OF_EXECUTORS.contains(blow)) {
          struck.addAll(training);
          struck.addAll(training()); // one may have begun meanwhile
        }
      }
    }
    if (driver.await().exitCode() == PAUSED) {
      paused++;
      return false;
    }
    ended(driver);
    return true;
  }

  private static Result ended(Running driver) {
    Result result = driver.await();
    if (result.exitCode() != 0) {
      throw new AssertionError("exit code " + result.exitCode() + ":\n" + result.errors());
    }
    return result;
  }

  private boolean livesOn(Running driver) throws InterruptedException {
    int millis =
        SHORTEST_PAUSE_MILLIS + random.nextInt(LONGEST_PAUSE_MILLIS - SHORTEST_PAUSE_MILLIS);
    return !driver.process().waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** The trials that this life of the driver trains, as it has recorded. */
  private Set<Integer> training() {
    List<Event> now = Journal.exists(run(), HADOOP) ? Journal.read(run(), HADOOP) : known;
    return now.size() == known.size()
        ? Set.of() // those of the life before
        : History.of(now).running().stream().map(Trial::number).collect(Collectors.toSet());
  }

  /**
   * Of four blows one is no kill, one kills the driver and two its executors.
   *
   * @param executors whether they may end: a trial under which two of them end in one life of a
   *     driver would rightly be held to be the cause
   */
  private Blow next(boolean executors) {
    return switch (random.nextInt(4)) {
      case 0 -> one(Blow.OTHERS);
      case 1 -> Blow.DRIVER_KILLED;
      default -> executors ? one(Blow.OF_EXECUTORS) : one(Blow.UNLESS_EXECUTORS);
    };
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /**
   * Whether there was something to hit.
   *
   * @param early whether no trial trains, when few processes end: drivers would never come to train
   */
  private boolean hits(Blow blow, Running driver, boolean early)
      throws IOException, InterruptedException {
    if (early && random.nextInt(5) > 0) {
      return false;
    }
    List<ProcessHandle> executors = cluster.executors();
    switch (blow) {
      case DRIVER_KILLED -> kill(driver);
      case DRIVER_STOOD_STILL -> standStill(tree(driver));
      case WORKER_KILLED -> cluster.replace(one(cluster.workers()));
      case WORKER_STOOD_STILL -> standStill(List.of(one(cluster.workers())));
      case EXECUTOR_KILLED, EXECUTOR_STOOD_STILL -> {
        if (executors.isEmpty()) {
          return false;
        }
        ProcessHandle executor = one(executors);
        if (blow == Blow.EXECUTOR_STOOD_STILL) {
          standStill(List.of(executor));
        } else {
          executor.destroyForcibly();
        }
      }
      case DISK_FULL -> {
        if (!disk.mounted()) {
          return false;
        }
        disk.fill(STANDSTILL_MILLIS);
      }
    }
    return true;
  }

  private static void kill(Running driver) {
    tree(driver).forEach(ProcessHandle::destroyForcibly);
    driver.kill();
  }

  private static List<ProcessHandle> tree(Running driver) {
    return Stream.concat(driver.process().descendants(), Stream.of(driver.process().toHandle()))
        .toList();
  }

  private static void standStill(List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    signal("STOP", processes);
    Thread.sleep(STANDSTILL_MILLIS);
    signal("CONT", processes);
  }

  private static void signal(String name, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> words.add(Long.toString(process.pid())));
    new ProcessBuilder(words).start().waitFor();
  }

  /** What was recorded before is recorded still. */
  private void nothingIsForgotten() {
    if (!Journal.exists(run(), HADOOP)) {
      return;
    }
    List<Event> now = Journal.read(run(), HADOOP);
    if (now.size() < known.size() || !now.subList(0, known.size()).equals(known)) {
      violations.add("life " + lives + ": events were lost that had been recorded");
    }
    known = now;
  }

  private String run() {
    return folder.resolve("disk/" + runs + "/soak/001").toString();
  }

  private void judge(String digest) {
    nothingIsForgotten();
    try {
      RunInvariants.hold(run(), HADOOP, trials(), digest, known);
    } catch (AssertionError | RuntimeException violated) {
      violations.add("run " + runs + ": " + violated.getMessage());
    }
    restarts +=
        (int)
            History.of(known).decisions().stream()
                .filter(Event.TrialRestarted.class::isInstance)
                .count();
  }

  /** A table in Markdown, and what was violated. */
  String summary() {
    StringBuilder text = new StringBuilder("| what | count |\n|---|---|\n");
    for (Blow blow : Blow.values()) {
      line(text, blow.text, count(blow));
    }
    line(text, "processes killed", killed());
    line(text, "searches of " + trials() + " trials", runs);
    line(text, "lives of drivers", lives);
    line(text, "drivers that paused by themselves", paused);
    line(text, "trials that trained again for want of a checkpoint", restarts);
    line(text, "events lost, invariants violated, tables that differ", violations.size());
    violations.forEach(one -> text.append(one).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, int count) {
    text.append(String.format(Locale.ROOT, "| %s | %d |%n", what, count));
  }

  @Override
  public void close() {
    cluster.close();
    disk.close();
  }
}
