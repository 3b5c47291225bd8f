package io.espalier;

import io.espalier.data.Features;
import io.espalier.data.PreparedData;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.wire.Configuration;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan with what only the data know: how many codes an embedding has that names no number. Of
 * words there are as many as the vocabulary has and one for all others, of sequences of numbers one
 * more than the largest of any part.
 */
public final class CountedPlan implements Plan {
  private static final int NOT_COUNTED = 0;

  private final Plan plan;
  private final PreparedData data;
  private volatile int codes = NOT_COUNTED;

  private CountedPlan(Plan plan, PreparedData data) {
    this.plan = plan;
    this.data = data;
  }

  /** An experiment's plan over its data. */
  public static Plan of(Experiment experiment, PreparedData data) {
    return new CountedPlan(experiment.plan(), data);
  }

  @Override
  public TrialPlan of(Configuration configuration) {
    TrialPlan asked = plan.of(configuration);
    ModelSpec model = asked.model();
    if (model.layers().isEmpty()
        || !(model.layers().get(0) instanceof Embedding embedding)
        || embedding.codes() != Embedding.COUNTED) {
      return asked;
    }
    List<LayerSpec> layers = new ArrayList<>(model.layers());
    layers.set(0, new Embedding(embedding.units(), codes()));
    return new TrialPlan(model.withLayers(layers), asked.training());
  }

  /** Counted once; twice by two threads is the same. */
  private int codes() {
    if (codes == NOT_COUNTED) {
      codes = words(data.encoding());
      codes = codes == NOT_COUNTED ? largest(data.dataset().features()) + 1 : codes;
    }
    return codes;
  }

  private static int words(TableEncoding encoding) {
    return encoding.columns().stream()
        .filter(column -> column.kind() == TableEncoding.Kind.TOKENS)
        .mapToInt(Column::codes)
        .findFirst()
        .orElse(NOT_COUNTED);
  }

  /** The largest number, at least 0; whether all are codes is another's to say. */
  private static int largest(Features features) {
    int size = 1 << 12;
    float[] some = new float[size];
    float largest = 0;
    for (int from = 0; from < features.length(); from += size) {
      int count = Math.min(size, features.length() - from);
      features.copy(from, some, 0, count);
      for (int i = 0; i < count; i++) {
        largest = some[i] > largest ? some[i] : largest;
      }
    }
    return (int) Math.min(largest, Integer.MAX_VALUE - 1.0);
  }
}
