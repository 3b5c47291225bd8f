package io.espalier.search.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of a run over units, rate, activation and bias fits searches over other spaces. */
class EarlierRunTest {
  private static final Spacing NONE = new Spacing.Unspaced();
  private static final Parameter UNITS =
      Parameter.of("units", new WholeRange(1, 100, Scale.LINEAR, NONE));

  private static EarlierRun earlier(History run, Objective objective, Parameter... parameters) {
    return new EarlierRun(
        "sample/001", run, new SearchSpace(List.of(parameters), List.of()), objective);
  }

  /** Trials 1 to n, whose losses are their numbers; the trial's number is its units, too. */
  private static History run(int trials) {
    History run = History.of(List.of(SampleRun.opened()));
    for (int trial = 1; trial <= trials; trial++) {
      run.append(SampleRun.started(trial));
      run.append(SampleRun.finished(trial, trial));
    }
    return run;
  }

  private static Observation units(int trial, double loss) {
    Value units = SampleRun.started(trial).configuration().value("units").orElseThrow();
    return new Observation("sample/001", trial, Configuration.of(Map.of("units", units)), loss);
  }

  @Test
  void valuesOfOtherParametersAreLeftOutAndSaid() {
    EarlierRun earlier = earlier(run(3), SampleRun.LOSS, UNITS);
    assertThat(earlier.observations()).containsExactly(units(1, 1), units(2, 2), units(3, 3));
    assertThat(earlier.told())
        .isEqualTo(
            "sample/001: 3 of 3 trials are known; left out, as they are not searched here:"
                + " activation (of 3 trials), bias (of 3 trials), rate (of 3 trials)");
  }

  @Test
  void aTrialWithoutAParameterOrWithAValueOutsideItsDomainDoesNotFit() {
    RealRange momentum = new RealRange(0, 1, Scale.LINEAR, NONE);
    assertThat(earlier(run(3), SampleRun.LOSS, UNITS, Parameter.of("momentum", momentum)).told())
        .isEqualTo("sample/001: 0 of 3 trials are known; 3 lack momentum");
    Value second = SampleRun.started(2).configuration().value("units").orElseThrow();
    EarlierRun only =
        earlier(run(3), SampleRun.LOSS, Parameter.of("units", new Domain.Grid(List.of(second))));
    assertThat(only.observations()).containsExactly(units(2, 2));
    assertThat(only.told())
        .startsWith("sample/001: 1 of 3 trials are known; 2 have units outside its domain; left");
  }

  @Test
  void aParameterOfABranchIsNeededInThatBranchAlone() {
    Value activation = SampleRun.started(1).configuration().value("activation").orElseThrow();
    Parameter parent =
        Parameter.of("activation", new Domain.Choice(List.of(activation, new Value.Text("never"))));
    Parameter other =
        Parameter.inside("activation", "never", "slope", new RealRange(0, 1, Scale.LINEAR, NONE));
    Parameter own =
        Parameter.inside(
            "activation", activation.text(), "slope", new RealRange(0, 1, Scale.LINEAR, NONE));
    assertThat(earlier(run(1), SampleRun.LOSS, parent, other).observations()).hasSize(1);
    assertThat(earlier(run(1), SampleRun.LOSS, parent, own).told()).contains("1 lack slope");
  }

  @Test
  void anotherMetricCountsWhereItWasMeasured() {
    Objective accuracy =
        new Objective("validation_accuracy", Objective.Goal.MAXIMIZE, Objective.At.LAST);
    History run = run(1);
    run.append(SampleRun.started(2));
    run.append(SampleRun.measured(2, Map.of("validation_accuracy", 0.75), 10));
    EarlierRun earlier = earlier(run, accuracy, UNITS);
    assertThat(earlier.observations()).containsExactly(units(2, 0.75));
    assertThat(earlier.told()).contains("1 of 2 trials are known; 1 have no validation_accuracy");
  }

  @Test
  void divergedTrialsAreKnownToBeBadAndUnfinishedOnesAreNotKnown() {
    History run = run(1);
    run.append(SampleRun.started(2));
    Outcome diverged = SampleRun.outcome(2, Outcome.Status.DIVERGED, List.of());
    run.append(new Event.TrialFinished(2, diverged, 0, 3_000));
    run.append(SampleRun.rejected(3));
    run.append(SampleRun.started(4));
    EarlierRun earlier = earlier(run, SampleRun.LOSS, UNITS);
    assertThat(earlier.observations()).containsExactly(units(1, 1), units(2, Double.NaN));
    assertThat(earlier.told()).contains("2 of 4 trials are known; 2 did not train to their end");
  }

  @Test
  void wholeNumbersAreRealOnesWhereThoseAreSearched() {
    RealRange real = new RealRange(0, 1_000, Scale.LINEAR, NONE);
    Configuration only =
        earlier(run(1), SampleRun.LOSS, Parameter.of("units", real))
            .observations()
            .get(0)
            .configuration();
    assertThat(only.value("units").orElseThrow()).isInstanceOf(Value.Real.class);
  }
}
