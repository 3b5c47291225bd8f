package io.espalier.data.generate;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Seeds;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gaussian blobs: centres uniform in a cube from −10 to 10, one class each, examples normal around
 * them. Classes take turns.
 */
public final class Blobs {
  private static final double CUBE = 10;
  private static final int CENTRES = 0;
  private static final int EXAMPLES = 1;

  private Blobs() {}

  /** Draws the set from the experiment's seed. */
  public static Dataset draw(DataSource.Blobs source, long seed) {
    int width = source.features();
    double[] centres = new double[source.centres() * width];
    Chance place = new Chance(Seeds.seed(seed, Seeds.Purpose.DATA, CENTRES));
    for (int i = 0; i < centres.length; i++) {
      centres[i] = place.between(-CUBE, CUBE);
    }
    float[] values = new float[Math.multiplyExact(source.examples(), width)];
    short[] labels = new short[source.examples()];
    for (int i = 0; i < labels.length; i++) {
      Chance chance = new Chance(Seeds.seed(seed, Seeds.Purpose.DATA, EXAMPLES, i));
      int centre = i % source.centres();
      labels[i] = (short) centre;
      for (int j = 0; j < width; j++) {
        double offset = source.spread() * chance.gaussian();
        values[i * width + j] = (float) (centres[centre * width + j] + offset);
      }
    }
    List<String> features = IntStream.rangeClosed(1, width).mapToObj(i -> "x" + i).toList();
    List<String> classes =
        IntStream.range(0, source.centres()).mapToObj(Integer::toString).toList();
    return new Dataset(
        new InputShape.Flat(width),
        new Features.Floats(values),
        new Targets.Classes(labels, classes),
        features,
        0);
  }
}
