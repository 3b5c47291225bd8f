package org.example;

import io.espalier.data.Dataset;
import io.espalier.data.ExampleSource;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Settings;
import java.util.List;
import java.util.SplittableRandom;

/** Two half circles that reach into each other. */
public final class Moons implements ExampleSource {
  @Override
  public Dataset examples(Settings settings) {
    int count = settings.whole("examples");
    double noise = settings.real("noise");
    SplittableRandom random = new SplittableRandom(7);
    float[] places = new float[2 * count];
    short[] labels = new short[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (short) (i % 2);
      double angle = Math.PI * (random.nextDouble() + labels[i]);
      places[2 * i] = (float) (Math.cos(angle) + labels[i] + noise * (random.nextDouble() - 0.5));
      places[2 * i + 1] = (float) (Math.sin(angle) + noise * (random.nextDouble() - 0.5));
    }
    return new Dataset(
        new InputShape.Flat(2),
        new Features.Floats(places),
        new Targets.Classes(labels, List.of("upper", "lower")),
        List.of("x", "y"),
        0);
  }
}
