package io.espalier.driver.inspect;

import io.espalier.CountedPlan;
import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.driver.report.ConfigurationText;
import io.espalier.driver.report.ModelView;
import io.espalier.driver.report.ReportContent;
import io.espalier.driver.report.SampleView;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.InputShape;
import io.espalier.wire.Task;
import io.espalier.wire.TrialPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Gathers what a run's report is made of. A model that cannot be read is a note, not a failure. */
public final class Inspection {
  /** Most retrained models that are looked at, the best ones. */
  static final int MOST_MODELS = 6;

  private final Experiment spec;
  private final History history;
  private final PreparedData data;
  private final Function<Event.Retrained, String> zips;
  private final TestSamples samples;
  private final List<String> notes = new ArrayList<>();

  private Inspection(
      Experiment spec, History history, PreparedData data, Function<Event.Retrained, String> zips) {
    this.spec = spec;
    this.history = history;
    this.data = data;
    this.zips = zips;
    this.samples = TestSamples.of(data, spec.report().samples());
  }

  /**
   * Looks at a run.
   *
   * @param zips where the zip of a saved model is, a path or Hadoop URI
   */
  public static ReportContent of(
      Experiment spec, History history, PreparedData data, Function<Event.Retrained, String> zips) {
    SearchFacts facts = ExperimentFacts.of(spec, Optional.of(data));
    return new Inspection(spec, history, data, zips).content(facts);
  }

  /**
   * A run whose data are not there: all that its record tells, without a look into the models.
   *
   * @param why there is no more, one line
   */
  public static ReportContent ofRecord(SearchFacts facts, History history, String why) {
    List<String> notes = new ArrayList<>(List.of(why));
    List<ModelView> models =
        shown(history, notes).stream().map(model -> record(history, model)).toList();
    return new ReportContent(history, facts, models, List.of(), notes);
  }

  private ReportContent content(SearchFacts facts) {
    notes.addAll(samples.notes());
    List<ModelView> models = shown(history, notes).stream().map(this::view).toList();
    boolean predicted = models.stream().anyMatch(model -> !model.layers().isEmpty());
    List<SampleView> shown = predicted ? samples.samples() : List.of();
    return new ReportContent(history, facts, models, shown, notes);
  }

  private static List<Event.Retrained> shown(History history, List<String> notes) {
    List<Event.Retrained> ranked = ranked(history);
    if (ranked.size() > MOST_MODELS) {
      notes.add(
          "of "
              + ranked.size()
              + " retrained models the best "
              + MOST_MODELS
              + " are shown; the table retrained has all");
    }
    return ranked.stream().limit(MOST_MODELS).toList();
  }

  /** The newest model of each trial and seed index, the best trial first. */
  private static List<Event.Retrained> ranked(History history) {
    Map<Integer, Integer> ranks = new TreeMap<>();
    for (Trial trial : history.best(Integer.MAX_VALUE)) {
      ranks.put(trial.number(), ranks.size());
    }
    Map<List<Integer>, Event.Retrained> newest =
        new TreeMap<>(
            Comparator.<List<Integer>>comparingInt(
                    key -> ranks.getOrDefault(key.get(0), Integer.MAX_VALUE))
                .thenComparingInt(key -> key.get(0))
                .thenComparingInt(key -> key.get(1)));
    history
        .retrained()
        .forEach(model -> newest.put(List.of(model.trial(), model.seedIndex()), model));
    return List.copyOf(newest.values());
  }

  private static ModelView record(History history, Event.Retrained model) {
    Trial trial = history.trial(model.trial()).orElseThrow();
    return ModelView.ofRecord(model, ConfigurationText.of(trial.configuration()));
  }

  private ModelView view(Event.Retrained model) {
    Trial trial = history.trial(model.trial()).orElseThrow();
    ModelView record = record(history, model);
    if (model.model().isEmpty()) {
      return record;
    }
    try {
      if (data.dataset().shape() instanceof InputShape.Graph) {
        return data.dataset().targets().task() == Task.REGRESSION
            ? record.with(new RegressionView(data).of(zips.apply(model)))
            : record.judged(ProbabilityView.of(zips.apply(model), data));
      }
      TrialPlan resolved = CountedPlan.of(spec, data).of(trial.configuration());
      return new SavedModel(spec, resolved, data, zips.apply(model))
          .view(model, record.configuration(), samples);
    } catch (IOException | RuntimeException failure) {
      // whatever is wrong with one saved model, the others and the record can be shown
      String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
      notes.add("the model of trial " + model.trial() + " cannot be looked into: " + reason);
      return record;
    }
  }
}
