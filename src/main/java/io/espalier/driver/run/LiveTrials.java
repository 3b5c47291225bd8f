package io.espalier.driver.run;

import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.engine.LivePlugin;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.EpochRule;
import io.espalier.wire.LiveChannel;
import io.espalier.wire.Measurement;
import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;

/**
 * What trials that train have measured so far, as far as the driver has heard of it, and whether
 * they go on. Nothing of it is in the history: what a trial measured is recorded when its segment
 * comes back, and why it stopped. Spark's threads tell and the search's thread asks.
 */
final class LiveTrials implements LivePlugin.Hearer, AutoCloseable {
  /** Milliseconds between two messages of a trial that a person may want to see. */
  private static final long TOLD_MILLIS = 100;

  /** The same where it may have to stop: what it trains in between may be for nothing. */
  private static final long ASKED_MILLIS = 50;

  private final Objective objective;
  private final TrialStops stops;
  private final Map<Integer, Training> trainings = new TreeMap<>();
  private final LinkedHashMap<Integer, SearchProgress.Latest> latest = new LinkedHashMap<>();
  private LiveChannel channel = LiveChannel.NONE;
  private Optional<LivePlugin.Registration> registration = Optional.empty();
  private EpochRule rule = EpochRule.GO_ON;

  /** Trials of which nothing is heard before their segments come back. */
  LiveTrials(Objective objective) {
    this(objective, new TrialStops());
  }

  /**
   * The same.
   *
   * @param stops asked with every message whether a person stops its trial
   */
  LiveTrials(Objective objective, TrialStops stops) {
    this.objective = objective;
    this.stops = stops;
  }

  /**
   * Trials that are heard where the session has the plugin.
   *
   * @param stops by which persons stop trials
   * @param decided whether single epochs decide anything in this search
   * @param notices told in one line if it has not
   */
  static LiveTrials of(
      SparkContext spark,
      Objective objective,
      TrialStops stops,
      boolean decided,
      Consumer<String> notices) {
    LiveTrials trials = new LiveTrials(objective, stops);
    trials.hear(spark, everyMillis(decided, spark.defaultParallelism()), decided);
    if (!trials.channel.exists()) {
      notices.accept(
          "the Spark session was started without spark.plugins = "
              + LivePlugin.class.getName()
              + ": what a trial measures is told when its segment ends"
              + (decided ? ", and none stops before" : ""));
    }
    return trials;
  }

  /** Longer with many trials side by side: all of them tell a thousand times a second at most. */
  static long everyMillis(boolean decided, int sideBySide) {
    return Math.max(decided ? ASKED_MILLIS : TOLD_MILLIS, sideBySide);
  }

  /** Hears them from now on, if the session has the plugin. */
  void hear(SparkContext spark, long everyMillis, boolean decided) {
    LiveChannel own = new LiveChannel("espalier-" + UUID.randomUUID(), decided, everyMillis);
    registration = LivePlugin.hear(spark, own.name(), this);
    channel = registration.isPresent() ? own : LiveChannel.NONE;
  }

  /** A trial that trains. */
  private static final class Training {
    private final Trial trial;
    private final boolean several;
    private final List<Measurement> measured = new ArrayList<>();

    Training(Trial trial, boolean several) {
      this.trial = trial;
      this.several = several;
    }

    /** Takes in what was measured, of which it may have had some before. */
    void add(List<Measurement> measurements) {
      int from = measurements.get(0).epoch();
      measured.removeIf(one -> one.epoch() >= from);
      measured.addAll(measurements);
    }

    /** All its epochs so far; those of one of several trainings alone. */
    List<Measurement> measurements() {
      List<Measurement> all = new ArrayList<>(several ? List.of() : trial.measurements());
      all.addAll(measured);
      return all;
    }
  }

  /** Where the trials tell what they measure. */
  LiveChannel channel() {
    return channel;
  }

  /** Whether a trial that trains may be stopped. */
  boolean decided() {
    return channel.awaited();
  }

  /** From now on single epochs are judged so. */
  synchronized void judgeBy(EpochRule now) {
    rule = now;
  }

  /**
   * A segment of a trial was sent.
   *
   * @param several whether the trial has several trainings, one after the other: a single one of
   *     them says little, and none is stopped but by hand
   */
  synchronized void sent(Trial trial, boolean several) {
    trainings.put(trial.number(), new Training(trial, several));
    latest.remove(trial.number());
  }

  /** A segment of a trial has come back. */
  synchronized void cameBack(int trial) {
    trainings.remove(trial);
    latest.remove(trial);
  }

  @Override
  public synchronized Verdict measured(SegmentProgress progress) {
    Training training = trainings.get(progress.trial());
    if (training == null) {
      return Verdict.GO_ON;
    }
    training.add(progress.measurements());
    List<Measurement> all = training.measurements();
    long parameters = training.trial.parameters();
    latest.remove(progress.trial());
    latest.put(
        progress.trial(),
        new SearchProgress.Latest(
            progress.trial(), EpochRule.last(all).epoch(), objective.of(all, parameters)));
    if (stops.asked(progress.trial())) {
      return new Verdict("stopped by hand");
    }
    return training.several
        ? Verdict.GO_ON
        : rule.stop(all, parameters).map(Verdict::new).orElse(Verdict.GO_ON);
  }

  /** The last epoch of every trial that has told of one, the one that told last first. */
  synchronized List<SearchProgress.Latest> latest() {
    List<SearchProgress.Latest> all = new ArrayList<>(latest.values());
    Collections.reverse(all);
    return all;
  }

  /** What is told from now on is not heard. */
  @Override
  public void close() {
    registration.ifPresent(LivePlugin.Registration::close);
  }
}
