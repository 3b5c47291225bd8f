package io.espalier.driver.report;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.Spacing;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A random search of any size that nobody has trained: some trials stop early, some diverge. */
final class InventedRun {
  private static final int EPOCHS = 6;

  /** A name that is no markup, wherever it stands. */
  static final String HOSTILE =
      "</script><script>window.broken=true</script><img src=x onerror=\"window.broken=true\">"
          + "'\"&{{name}} 🌳\u2028 ";

  private final String word;
  private final List<Objective> further;
  private final SplittableRandom random = new SplittableRandom(11);

  private InventedRun(String word, List<Objective> further) {
    this.word = word;
    this.further = further;
  }

  /** A run of so many trials over a rate, a number of units and a word. */
  static ReportContent of(int trials) {
    return content(new InventedRun("relu", List.of()).history("invented", trials), "relu");
  }

  /** The same with a second objective. */
  static ReportContent ofTwoObjectives(int trials) {
    Objective cost = new Objective("parameters", Objective.Goal.MINIMIZE, Objective.At.LAST);
    return content(new InventedRun("relu", List.of(cost)).history("invented", trials), "relu");
  }

  /** The same with names and reasons that are markup. */
  static ReportContent hostile(int trials) {
    String longName = HOSTILE + "x".repeat(10_000);
    return content(new InventedRun(longName, List.of()).history(HOSTILE, trials), longName);
  }

  private static ReportContent content(History history, String word) {
    SearchFacts facts =
        new SearchFacts(
            List.of(
                Parameter.of("rate", new RealRange(1e-5, 1e-1, Scale.LOG, new Spacing.Unspaced())),
                Parameter.of(
                    "units",
                    new Domain.Grid(
                        IntStream.of(8, 16, 32, 64)
                            .mapToObj(units -> (Value) new Value.Whole(units))
                            .toList())),
                Parameter.of(
                    "activation",
                    new Domain.Choice(List.of(new Value.Text(word), new Value.Text("tanh"))))),
            List.of("units < 99"),
            List.of(new Fact("search", word)),
            "experiment { name = \"" + word + "\" }",
            Optional.empty());
    return new ReportContent(history, facts, List.of(), List.of(), List.of(word));
  }

  private History history(String experiment, int trials) {
    Event.RunOpened usual =
        SampleRun.opened(SampleRun.LOSS, new Judgement(further, List.of(), 1), 0, 500);
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.RunOpened(
            experiment,
            1,
            usual.seed(),
            usual.searchText(),
            usual.retrainText(),
            usual.dataFingerprint(),
            usual.objective(),
            usual.judgement(),
            List.of(
                new Column("rate", Column.Kind.REAL),
                new Column("units", Column.Kind.WHOLE),
                new Column("activation", Column.Kind.TEXT)),
            List.of(word, "dog"),
            0,
            500,
            List.of(),
            List.of(),
            usual.versions(),
            1_000));
    for (int trial = 1; trial <= trials; trial++) {
      events.addAll(trial(trial));
    }
    return History.of(events);
  }

  private List<Event> trial(int number) {
    double rate = Math.pow(10, -5 + 4 * random.nextDouble());
    int units = 8 << random.nextInt(4);
    boolean first = random.nextBoolean();
    Configuration configuration =
        Configuration.of(
            Map.of(
                "rate", new Value.Real(rate),
                "units", new Value.Whole(units),
                "activation", new Value.Text(first ? word : "tanh")));
    double end = 0.1 + Math.pow(Math.log10(rate) + 3, 2) / 4 + (first ? 0 : 0.1) + 1.0 / units;
    boolean diverged = rate > 0.08;
    int epochs = diverged ? 1 : number % 3 == 0 ? 2 : EPOCHS;
    Outcome.Status status =
        diverged
            ? Outcome.Status.DIVERGED
            : epochs < EPOCHS ? Outcome.Status.STOPPED : Outcome.Status.COMPLETED;
    List<Measurement> measurements = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      TreeMap<String, Double> metrics = new TreeMap<>();
      metrics.put("validation_loss", diverged ? Double.NaN : end + 1.0 / epoch);
      metrics.put("train_loss", end);
      measurements.add(new Measurement(epoch, metrics, rate, 0.1, 0.01));
    }
    Outcome usual = SampleRun.outcome(number, 0.5);
    long start = 1_000_000 + number / 4 * 700L + number % 4 * 13L;
    Outcome outcome =
        new Outcome(
            number,
            status,
            status == Outcome.Status.COMPLETED ? "" : word + " at epoch " + epochs,
            "",
            measurements,
            List.of(),
            100L * units,
            List.of(),
            new Outcome.Timing(0.1, 0.2, 0.3, start, start + 100L * epochs),
            usual.place());
    return List.of(
        new Event.TrialStarted(number, configuration, number, EPOCHS, "drawn at random", start),
        new Event.TrialFinished(number, outcome, 0.1, start + 100L * epochs));
  }
}
