package io.espalier.driver.report;

import io.espalier.search.history.Event;
import java.util.List;
import java.util.Optional;

/**
 * A retrained model as a report shows it. What there is not for a model or its data is empty.
 *
 * @param configuration the trial's values, {@code units=4}
 * @param layers for each sample what each layer makes of it
 * @param probabilities for each sample those of the classes, by index
 * @param judged what the probabilities for the test part are worth
 */
public record ModelView(
    Event.Retrained model,
    String configuration,
    Optional<FirstLayer> firstLayer,
    List<List<LayerView>> layers,
    List<List<Float>> probabilities,
    Optional<Plane> plane,
    Optional<Predictions> predictions,
    Optional<Judged> judged) {
  public ModelView {
    layers = layers.stream().map(List::copyOf).toList();
    probabilities = probabilities.stream().map(List::copyOf).toList();
  }

  /** A model of which only the record is known. */
  public static ModelView ofRecord(Event.Retrained model, String configuration) {
    return new ModelView(
        model,
        configuration,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what a regression predicts. */
  public ModelView with(Predictions predicted) {
    return new ModelView(
        model,
        configuration,
        firstLayer,
        layers,
        probabilities,
        plane,
        Optional.of(predicted),
        judged);
  }

  /** The same with what a classifier's probabilities are worth. */
  public ModelView judged(Optional<Judged> worth) {
    return new ModelView(
        model, configuration, firstLayer, layers, probabilities, plane, predictions, worth);
  }

  /** The name of its folder of pictures: {@code trial-5-seed-0}. */
  String folder() {
    return "trial-" + model.trial() + "-seed-" + model.seedIndex();
  }

  /** {@code trial 5} and its configuration. */
  String title() {
    return title(model, configuration);
  }

  static String title(Event.Retrained model, String configuration) {
    String seed = model.seedIndex() == 0 ? "" : ", seed " + model.seedIndex();
    return "trial " + model.trial() + seed + (configuration.isEmpty() ? "" : ": " + configuration);
  }
}
