package io.espalier.data.read;

import io.espalier.data.Features;
import java.util.ArrayList;
import java.util.List;

/**
 * New examples for a trained model, raw: the model's normalisation is still to be applied.
 *
 * @param features all examples, one after another, as the model's shape has it
 * @param names one per example: a file's name, or file and row, from 1
 * @param labels what the examples really are, as text, one per example; empty if not known
 */
public record Inputs(Features features, List<String> names, List<String> labels) {
  public Inputs {
    names = List.copyOf(names);
    labels = List.copyOf(labels);
    if (!labels.isEmpty() && labels.size() != names.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels for " + names.size() + " examples");
    }
    if (names.isEmpty() || features.length() % names.size() != 0) {
      throw new IllegalArgumentException(
          features.length() + " numbers are not " + names.size() + " examples");
    }
  }

  /** How many examples there are. */
  public int examples() {
    return names.size();
  }

  /** These examples alone, in this order, by index from 0. */
  public Inputs rows(int... rows) {
    int size = features.length() / examples();
    float[] values = new float[Math.multiplyExact(rows.length, size)];
    List<String> kept = new ArrayList<>();
    List<String> truths = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      features.copy(rows[i] * size, values, i * size, size);
      kept.add(names.get(rows[i]));
      if (!labels.isEmpty()) {
        truths.add(labels.get(rows[i]));
      }
    }
    return new Inputs(new Features.Floats(values), kept, truths);
  }
}
