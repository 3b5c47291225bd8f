package io.espalier.data.load;

import io.espalier.data.DataException;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the normalisation on the training part. Images are treated per channel, also when they are
 * flattened; tables per feature; sequences per feature over all steps; graphs per feature over all
 * nodes of the training part. What does not vary (standard deviation or range 0) is divided by 1.
 */
final class NormalisationFit {
  private static final float BYTE_SCALE = 1f / 255f;

  private final Dataset dataset;
  private final int[] vectors;

  NormalisationFit(Dataset dataset, int[] train) {
    this.dataset = dataset;
    this.vectors = dataset.vectors(train);
  }

  Normalisation fit(Normalise how) {
    if (how instanceof Normalise.Unit) {
      return unit();
    }
    if (how instanceof Normalise.Given given) {
      return given(given);
    }
    if (how instanceof Normalise.Fitted) {
      return fitted();
    }
    if (how instanceof Normalise.RowSum) {
      return new Normalisation(1f, new float[] {0f}, new float[] {1f}, true);
    }
    return how instanceof Normalise.MeanImage ? meanImage() : Normalisation.NONE;
  }

  /** Whether numbers are the bytes of images; those of graphs are zeros and ones. */
  private boolean pixels() {
    return dataset.features() instanceof Features.Bytes
        && !(dataset.shape() instanceof InputShape.Graph);
  }

  /** Entries of their own: the channels of images, the features of tables and of steps. */
  private int entries() {
    if (dataset.shape() instanceof InputShape.Sequence sequence) {
      return sequence.features();
    }
    return dataset.layout() instanceof InputShape.Image image
        ? image.channels()
        : dataset.layout().size();
  }

  private float scale() {
    return pixels() ? BYTE_SCALE : 1f;
  }

  private Normalisation unit() {
    if (pixels()) {
      return new Normalisation(BYTE_SCALE, new float[] {0f}, new float[] {1f});
    }
    Moments moments = moments();
    float[] range = new float[moments.entries()];
    for (int i = 0; i < range.length; i++) {
      range[i] = moments.any(i) ? orOne(moments.maximum(i) - moments.minimum(i)) : 1;
    }
    float[] minimum = new float[range.length];
    for (int i = 0; i < range.length; i++) {
      minimum[i] = moments.any(i) ? moments.minimum(i) : 0;
    }
    return new Normalisation(1f, minimum, range);
  }

  private Normalisation given(Normalise.Given given) {
    int entries = entries();
    float[] mean = spread("mean", given.mean(), entries);
    float[] std = spread("std", given.std(), entries);
    for (float divisor : std) {
      if (!(divisor > 0) || Float.isInfinite(divisor)) {
        throw new DataException(
            "normalize.std: expected finite numbers above 0, found " + given.std());
      }
    }
    for (float shift : mean) {
      if (!Float.isFinite(shift)) {
        throw new DataException("normalize.mean: expected finite numbers, found " + given.mean());
      }
    }
    return new Normalisation(scale(), mean, std);
  }

  private static float[] spread(String name, List<Double> numbers, int entries) {
    if (numbers.size() != 1 && numbers.size() != entries) {
      throw new DataException(
          "normalize."
              + name
              + ": expected 1 number or "
              + entries
              + ", one per channel or feature, found "
              + numbers.size());
    }
    float[] spread = new float[entries];
    for (int i = 0; i < entries; i++) {
      spread[i] = numbers.get(numbers.size() == 1 ? 0 : i).floatValue();
    }
    return spread;
  }

  private Normalisation fitted() {
    Moments moments = moments();
    float[] mean = new float[moments.entries()];
    float[] deviation = new float[moments.entries()];
    float scale = scale();
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (moments.mean(i) * scale);
      deviation[i] = orOne((float) (moments.deviation(i) * scale));
    }
    return new Normalisation(scale, mean, deviation);
  }

  private Normalisation meanImage() {
    Moments moments = new Moments(dataset.shape().size());
    moments.add(dataset, vectors);
    float[] mean = new float[moments.entries()];
    float[] one = new float[moments.entries()];
    Arrays.fill(one, 1f);
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) moments.mean(i);
    }
    return new Normalisation(1f, mean, one);
  }

  private Moments moments() {
    Moments moments = new Moments(entries());
    moments.add(dataset, vectors);
    return moments;
  }

  private static float orOne(float divisor) {
    return divisor > 0 && Float.isFinite(divisor) ? divisor : 1f;
  }
}
