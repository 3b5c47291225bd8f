package io.espalier.cli;

import io.espalier.search.history.Event;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A retrained model, by the names of the table {@code retrained}.
 *
 * @param test its metrics on the test part, by name
 * @param model its folder; empty where none was saved
 */
record ModelAnswer(
    int trial,
    int seedIndex,
    long seed,
    String status,
    Optional<String> reason,
    int epochs,
    long parameters,
    NavigableMap<String, Double> test,
    Optional<String> model) {
  static ModelAnswer of(Event.Retrained model, String runFolder) {
    Outcome outcome = model.outcome();
    NavigableMap<String, Double> test = new TreeMap<>();
    outcome.test().stream().map(Evaluation::metrics).forEach(test::putAll);
    return new ModelAnswer(
        model.trial(),
        model.seedIndex(),
        model.seed(),
        outcome.status().name(),
        said(outcome.reason()),
        outcome.measurements().size(),
        outcome.parameters(),
        test,
        said(model.model()).map(folder -> runFolder + "/" + folder));
  }

  /** A text; empty where there is nothing in it. */
  static Optional<String> said(String text) {
    return Optional.of(text).filter(any -> !any.isEmpty());
  }

  /** What {@code retrain} answers. */
  record Models(String folder, List<Event.Retrained> models) implements Answer {
    /** Fields of its JSON object. */
    record Fields(String folder, List<ModelAnswer> retrained) {}

    @Override
    public String text() {
      return ResultText.of(folder, models);
    }

    @Override
    public Fields fields() {
      return new Fields(
          folder, models.stream().map(model -> ModelAnswer.of(model, folder)).toList());
    }
  }
}
