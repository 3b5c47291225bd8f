package io.espalier.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.search.schedule.SchedulerSettings;
import io.espalier.search.schedule.Schedulers;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.schedule.Trainings;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.search.suggest.RandomSearcher;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The driver's time for decisions and history alone: random search on a virtual clock, 64 slots,
 * trials of 9 epochs, by the plain scheduler and from rung to rung.
 */
public final class SchedulingBenchmark {
  private static final int SLOTS = 64;
  private static final int EPOCHS = 9;
  private static final List<String> KINDS = List.of("plain", "halving", "asha");

  private final int trials;
  private final History history = new History();
  private final Scheduler scheduler;
  private final PriorityQueue<Running> running = new PriorityQueue<>();
  private long clock;

  private record Running(long endsAt, int trial, int from, int to) implements Comparable<Running> {
    @Override
    public int compareTo(Running other) {
      return endsAt != other.endsAt
          ? Long.compare(endsAt, other.endsAt)
          : Integer.compare(trial, other.trial);
    }
  }

  private SchedulingBenchmark(String kind, boolean deterministic, int trials) {
    this.trials = trials;
    Spacing none = new Spacing.Unspaced();
    SearchSpace space =
        new SearchSpace(
            List.of(
                Parameter.of("units", new WholeRange(8, 1024, Scale.LOG, none)),
                Parameter.of("rate", new RealRange(1e-5, 1e-1, Scale.LOG, none)),
                Parameter.of("decay", new RealRange(1e-8, 1e-2, Scale.LOG, none))),
            List.of());
    Trainings trainings =
        new Trainings() {
          @Override
          public Optional<String> impossible(Configuration configuration) {
            return Optional.empty();
          }

          @Override
          public int epochs(Configuration configuration) {
            return EPOCHS;
          }

          @Override
          public int longest() {
            return EPOCHS;
          }

          @Override
          public long checkpointBytes(Configuration configuration) {
            return 1_000;
          }
        };
    SearchSettings settings =
        SearchSettings.random(trials)
            .withScheduler(SchedulerSettings.of(kind))
            .withDeterministic(Optional.of(deterministic));
    scheduler = Schedulers.named(kind).maker().make(new RandomSearcher(space), settings, trainings);
    history.append(
        new Event.RunOpened(
            "simulated",
            1,
            1,
            "",
            "",
            "",
            new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST),
            List.of(
                new Column("units", Column.Kind.WHOLE),
                new Column("rate", Column.Kind.REAL),
                new Column("decay", Column.Kind.REAL)),
            List.of(),
            0,
            new TreeMap<>(),
            0));
  }

  /** Arguments: the file for the figures, then numbers of trials. */
  public static void main(String[] arguments) throws IOException {
    new SchedulingBenchmark("asha", true, 20_000).run(); // the virtual machine compiles
    List<Map<String, Object>> rows = new ArrayList<>();
    System.out.println(
        "| scheduler | deterministic | trials | ms per trial |\n|---|---|---:|---:|");
    for (String kind : KINDS) {
      for (boolean deterministic : new boolean[] {true, false}) {
        for (String count : List.of(arguments).subList(1, arguments.length)) {
          int trials = Integer.parseInt(count);
          double millis = new SchedulingBenchmark(kind, deterministic, trials).run();
          System.out.printf(
              Locale.ROOT, "| %s | %s | %s | %.4f |%n", kind, deterministic, count, millis);
          rows.add(
              Map.of(
                  "scheduler",
                  kind,
                  "deterministic",
                  deterministic,
                  "trials",
                  trials,
                  "ms_per_trial",
                  millis));
        }
      }
    }
    Files.writeString(Path.of(arguments[0]), new ObjectMapper().writeValueAsString(rows));
  }

  /** Milliseconds per trial. */
  private double run() {
    long start = System.nanoTime();
    boolean over = false;
    while (!over) {
      Decision decision = running.size() < SLOTS ? decide() : new Decision.Wait("all slots busy");
      if (decision instanceof Decision.Wait) {
        comeBack(running.remove());
      }
      over = decision instanceof Decision.Finish;
    }
    if (history.finished().size() != trials) {
      throw new IllegalStateException(history.finished().size() + " trials finished");
    }
    return (System.nanoTime() - start) / 1e6 / trials;
  }

  private Decision decide() {
    Decision decision = scheduler.decide(history);
    if (decision instanceof Decision.Start start) {
      history.append(
          new Event.TrialStarted(
              start.trial(),
              start.configuration(),
              start.seed(),
              start.toEpoch(),
              start.reason(),
              clock));
      run(start.trial(), 0, start.toEpoch());
    } else if (decision instanceof Decision.Resume resume) {
      int from = history.trial(resume.trial()).orElseThrow().epochs();
      history.append(
          new Event.TrialResumed(resume.trial(), resume.toEpoch(), resume.reason(), clock));
      run(resume.trial(), from, resume.toEpoch());
    } else if (decision instanceof Decision.Stop stop) {
      history.append(new Event.TrialStopped(stop.trial(), stop.reason(), clock));
    }
    return decision;
  }

  private void run(int trial, int from, int to) {
    long takes = 1L + Math.floorMod(Seeds.seed(7, Seeds.Purpose.DATA, trial, to), 1_000);
    running.add(new Running(clock + takes, trial, from, to));
  }

  private void comeBack(Running one) {
    clock = one.endsAt();
    List<Measurement> measurements = new ArrayList<>();
    for (int epoch = one.from() + 1; epoch <= one.to(); epoch++) {
      double loss = Math.floorMod(Seeds.seed(3, Seeds.Purpose.DATA, one.trial(), epoch), 10_000);
      measurements.add(
          new Measurement(
              epoch, new TreeMap<>(Map.of("validation_loss", loss / 1e4)), 0.1, 0.1, 0.1));
    }
    boolean pauses = one.to() < EPOCHS;
    Outcome outcome =
        new Outcome(
            one.trial(),
            pauses ? Outcome.Status.PAUSED : Outcome.Status.COMPLETED,
            "",
            "",
            measurements,
            List.of(),
            1_000,
            pauses
                ? List.of(new Checkpoint(one.to(), 0.5, new CheckpointRef("trial.zip")))
                : List.of(),
            new Outcome.Timing(0, 1, 0, clock, clock),
            new Outcome.Place("here", "cpu", 0));
    history.append(
        pauses
            ? new Event.TrialPaused(one.trial(), outcome, 0, clock)
            : new Event.TrialFinished(one.trial(), outcome, 0, clock));
  }
}
