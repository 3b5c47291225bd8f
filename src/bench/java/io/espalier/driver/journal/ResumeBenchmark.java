package io.espalier.driver.journal;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long the record of a long run takes to be read: {@code write FOLDER TRIALS} makes one, {@code
 * read FOLDER} reads it, checks it and replays it, as a resumed run does before it trains.
 */
public final class ResumeBenchmark {
  private static final int EPOCHS = 5;

  /** Trials of a bundle, whose events are written together. */
  private static final int TOGETHER = 40;

  private static final List<String> METRICS =
      List.of(
          "train_loss",
          "validation_loss",
          "validation_accuracy",
          "validation_f1",
          "validation_auc");

  private ResumeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("write")) {
      write(arguments[1], Integer.parseInt(arguments[2]));
    } else {
      read(arguments[1]);
    }
  }

  private static void write(String run, int trials) {
    Random random = new Random(1);
    try (Journal journal = Journal.create(run, new org.apache.hadoop.conf.Configuration())) {
      journal.append(List.of(opened()));
      for (int first = 1; first <= trials; first += TOGETHER) {
        List<Event> starts = new ArrayList<>();
        List<Event> ends = new ArrayList<>();
        for (int trial = first; trial < Math.min(first + TOGETHER, trials + 1); trial++) {
          starts.add(started(trial, random));
          ends.add(finished(trial, random));
        }
        journal.append(starts);
        journal.append(ends);
      }
    }
  }

  private static Event opened() {
    return new Event.RunOpened(
        "benchmark",
        1,
        1,
        "search",
        "retrain",
        "data",
        new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST),
        List.of(new Column("units", Column.Kind.WHOLE), new Column("rate", Column.Kind.REAL)),
        List.of(),
        0,
        new TreeMap<>(Map.of("java", "17")),
        1_000);
  }

  private static Event started(int trial, Random random) {
    Configuration configuration =
        new Configuration(
            new TreeMap<>(
                Map.of(
                    "units",
                    new Value.Whole(1 + random.nextInt(512)),
                    "rate",
                    new Value.Real(random.nextDouble()))));
    return new Event.TrialStarted(
        trial, configuration, random.nextLong(), EPOCHS, "drawn at random", 2_000L + trial);
  }

  private static Event finished(int trial, Random random) {
    List<Measurement> measurements = new ArrayList<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      TreeMap<String, Double> metrics = new TreeMap<>();
      METRICS.forEach(metric -> metrics.put(metric, random.nextDouble()));
      measurements.add(
          new Measurement(epoch, metrics, 0.001, random.nextDouble(), random.nextDouble()));
    }
    Outcome outcome =
        new Outcome(
            trial,
            Outcome.Status.COMPLETED,
            "",
            "",
            measurements,
            List.of(),
            1 + random.nextInt(1_000_000),
            List.of(),
            new Outcome.Timing(0.01, 1, 0.1, 2_000L + trial, 3_000L + trial),
            new Outcome.Place("host-" + trial % 8, "cpu", 0));
    return new Event.TrialFinished(trial, outcome, 0.25, 4_000L + trial);
  }

  private static void read(String run) throws IOException {
    long startNanos = System.nanoTime();
    try (Journal journal = Journal.open(run, new org.apache.hadoop.conf.Configuration())) {
      double read = (System.nanoTime() - startNanos) / 1e9;
      History history = History.of(journal.events());
      double all = (System.nanoTime() - startNanos) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "| %,d | %,d | %.0f MB | %.2f s | %.2f s |%n",
          history.trials().size(),
          files(run),
          bytes(run) / 1e6,
          read,
          all);
    }
  }

  private static long files(String run) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(run, "journal"))) {
      return files.count();
    }
  }

  private static double bytes(String run) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(run, "journal"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
