package io.espalier.cli;

import io.espalier.driver.run.RunResult;
import io.espalier.search.history.Best;
import io.espalier.search.history.Interval;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Reasons;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What {@code run} answers. */
record RunAnswer(RunResult result) implements Answer {
  /**
   * Fields of its JSON object.
   *
   * @param trials how many have each status
   * @param reasons why trials did not complete, the commonest first
   * @param model the best model's folder; empty where none was saved
   * @param report empty where there is none
   */
  record Fields(
      String experiment,
      int run,
      String folder,
      Map<TrialStatus, Integer> trials,
      List<Reasons.Counted> reasons,
      Optional<Winner> best,
      List<String> judged,
      List<ModelAnswer> retrained,
      Optional<String> model,
      Optional<String> report,
      String digest) {}

  /**
   * The best trial, by the names of the table {@code best}.
   *
   * @param metrics of its last epoch
   */
  record Winner(
      int trial,
      Configuration hp,
      String metric,
      Objective.Goal goal,
      double objective,
      double objectiveSpread,
      Optional<String> over,
      int tied,
      Optional<Double> intervalLow,
      Optional<Double> intervalHigh,
      Optional<String> intervalFrom,
      SortedMap<String, Double> metrics) {}

  @Override
  public String text() {
    return ResultText.of(result);
  }

  @Override
  public Fields fields() {
    boolean saved = result.retrained().stream().anyMatch(model -> !model.model().isEmpty());
    return new Fields(
        result.experiment(),
        result.run(),
        result.folder(),
        result.counts(),
        result.reasons(),
        result.found().map(this::winner),
        result.judged(),
        result.retrained().stream().map(one -> ModelAnswer.of(one, result.folder())).toList(),
        Optional.of(result.folder() + "/best").filter(any -> saved),
        ModelAnswer.said(result.report()),
        result.digest());
  }

  private Winner winner(Best best) {
    return new Winner(
        best.trial().number(),
        best.trial().configuration(),
        result.objective().metric(),
        result.objective().goal(),
        best.value(),
        best.spread(),
        ModelAnswer.said(best.over()),
        best.tied(),
        best.interval().map(Interval::low),
        best.interval().map(Interval::high),
        best.interval().map(Interval::from),
        result.bestMeasurement().map(Measurement::metrics).orElse(new TreeMap<>()));
  }
}
