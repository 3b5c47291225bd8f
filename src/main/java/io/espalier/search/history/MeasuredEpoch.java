package io.espalier.search.history;

import io.espalier.wire.Measurement;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a trial after one of its epochs, as objectives and limits name it.
 *
 * @param parameters trainable numbers of its network
 * @param seconds spent on training and evaluation until then
 */
record MeasuredEpoch(Measurement measurement, long parameters, double seconds) {
  /** Trainable numbers of the network. */
  static final String PARAMETERS = "parameters";

  /** Epochs trained. */
  static final String EPOCHS = "epochs";

  /** Seconds spent on training and evaluation, of all folds and repeats together. */
  static final String SECONDS = "seconds";

  /** After each epoch. */
  static List<MeasuredEpoch> of(List<Measurement> measurements, long parameters) {
    List<MeasuredEpoch> readings = new ArrayList<>();
    double seconds = 0;
    for (Measurement measurement : measurements) {
      seconds += measurement.trainSeconds() + measurement.evaluateSeconds();
      readings.add(new MeasuredEpoch(measurement, parameters, seconds));
    }
    return readings;
  }

  /** A metric by column name, or one of the costs above; NaN where it was not measured. */
  double number(String name) {
    return switch (name) {
      case PARAMETERS -> parameters;
      case EPOCHS -> measurement.epoch();
      case SECONDS -> seconds;
      default -> measurement.metric(name);
    };
  }
}
