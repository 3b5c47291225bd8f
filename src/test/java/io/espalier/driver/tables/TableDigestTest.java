package io.espalier.driver.tables;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;

class TableDigestTest {
  private static final String DIGEST = TableDigest.of(history(1, outcome -> outcome));

  @Test
  void itIsTheSameEveryTime() {
    assertThat(TableDigest.of(history(1, outcome -> outcome))).isEqualTo(DIGEST).hasSize(64);
  }

  @Test
  void itIsTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("tr-TR", "fa-IR", "ar-EG", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(TableDigest.of(history(1, outcome -> outcome))).as(language).isEqualTo(DIGEST);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void typesAreTheTextThatParquetGivesInEnglish() {
    Recorded recorded = Recorded.of(history(1, outcome -> outcome));
    List<Type> types = new ArrayList<>();
    TrialTable.of(recorded).columns().forEach(column -> types.add(column.type()));
    EpochTable.of(recorded).columns().forEach(column -> types.add(column.type()));
    assertThat(types).anyMatch(type -> !type.isPrimitive());
    assertThat(types)
        .extracting(TypeText::of)
        .isEqualTo(types.stream().map(Type::toString).toList());
  }

  @Test
  void secondsAndPlacesDoNotMatter() {
    assertThat(TableDigest.of(history(1, TableDigestTest::elsewhere))).isEqualTo(DIGEST);
  }

  @Test
  void theRunsNumberDoesNotMatter() {
    assertThat(TableDigest.of(history(2, outcome -> outcome))).isEqualTo(DIGEST);
  }

  @Test
  void theOrderOfFinishingAndAnInterruptionDoNotMatter() {
    History other =
        History.of(
            List.of(
                opened(),
                started(1),
                rejected(2),
                started(3),
                new Event.RunResumed(new TreeMap<>(), 9_000),
                started(1),
                started(3),
                finished(3, 0.25),
                finished(1, 0.5)));
    assertThat(TableDigest.of(other)).isEqualTo(DIGEST);
  }

  @Test
  void oneUnitInTheLastPlaceOfALossMatters() {
    for (int epoch = 0; epoch < 2; epoch++) {
      int changed = epoch;
      assertThat(TableDigest.of(history(1, outcome -> nudged(outcome, changed))))
          .isNotEqualTo(DIGEST);
    }
  }

  @Test
  void allNaNsAreOne() {
    double strange = Double.longBitsToDouble(0xfff8000000000001L);
    assertThat(TableDigest.of(withLoss(strange))).isEqualTo(TableDigest.of(withLoss(Double.NaN)));
    assertThat(TableDigest.of(withLoss(0.0))).isNotEqualTo(TableDigest.of(withLoss(-0.0)));
  }

  @Test
  void aRunningTrialDoesNotMatter() {
    History more = history(1, outcome -> outcome);
    more.append(started(4));
    assertThat(TableDigest.of(more)).isEqualTo(DIGEST);
    more.append(finished(4, 0.125));
    assertThat(TableDigest.of(more)).isNotEqualTo(DIGEST);
  }

  @Test
  void theSpreadOverFoldsMatters() {
    assertThat(TableDigest.of(crossValidated(0.25)))
        .isEqualTo(TableDigest.of(crossValidated(0.25)))
        .isNotEqualTo(TableDigest.of(crossValidated(Math.nextUp(0.25))));
  }

  @Test
  void theColumnsMatter() {
    List<Column> columns = new ArrayList<>(SampleRun.COLUMNS);
    columns.add(new Column("depth", Column.Kind.WHOLE));
    History wider =
        History.of(
            List.of(
                opened(1, columns),
                started(1),
                rejected(2),
                started(3),
                finished(1, 0.5),
                finished(3, 0.25)));
    assertThat(TableDigest.of(wider)).isNotEqualTo(DIGEST);
  }

  private static History history(int run, UnaryOperator<Outcome> change) {
    return History.of(
        List.of(
            opened(run, SampleRun.COLUMNS),
            started(1),
            rejected(2),
            started(3),
            new Event.TrialFinished(1, change.apply(SampleRun.outcome(1, 0.5)), 0.25, 3_000),
            finished(3, 0.25)));
  }

  private static History crossValidated(double spread) {
    return History.of(
        List.of(
            opened(1, SampleRun.COLUMNS, 10),
            started(1),
            SampleRun.crossValidated(1, 0.5, spread)));
  }

  private static History withLoss(double loss) {
    return History.of(List.of(opened(), started(1), finished(1, loss)));
  }

  private static Outcome elsewhere(Outcome outcome) {
    List<Measurement> measurements =
        outcome.measurements().stream()
            .map(m -> new Measurement(m.epoch(), m.metrics(), m.learningRate(), 99, 98))
            .toList();
    return with(
        outcome,
        measurements,
        new Outcome.Timing(9, 8, 7, 6, 5),
        new Outcome.Place("host-2", "gpu:0", 3));
  }

  private static Outcome nudged(Outcome outcome, int epoch) {
    List<Measurement> measurements = new ArrayList<>(outcome.measurements());
    Measurement old = measurements.get(epoch);
    TreeMap<String, Double> metrics = new TreeMap<>(old.metrics());
    metrics.computeIfPresent("validation_loss", (name, loss) -> Math.nextUp(loss));
    measurements.set(
        epoch,
        new Measurement(
            old.epoch(), metrics, old.learningRate(), old.trainSeconds(), old.evaluateSeconds()));
    return with(outcome, measurements, outcome.timing(), outcome.place());
  }

  private static Outcome with(
      Outcome outcome, List<Measurement> measurements, Outcome.Timing timing, Outcome.Place place) {
    return new Outcome(
        outcome.trial(),
        outcome.status(),
        outcome.reason(),
        outcome.error(),
        measurements,
        outcome.test(),
        outcome.parameters(),
        outcome.saved(),
        timing,
        place);
  }
}
