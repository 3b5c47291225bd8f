package io.espalier.data.generate;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground.Input;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Seeds;
import java.util.List;
import java.util.Locale;

/**
 * Two-dimensional toy sets with coordinates of about −6 to 6, two classes that take turns, or the
 * height of a plane. Noise blurs the border between the classes; for the Gaussian clusters it
 * widens them, for the spiral and the plane it shifts the points.
 */
public final class Playground {
  private static final double REACH = 5;

  private Playground() {}

  /** A point and its class (0 or 1) or height. */
  record Point(double x1, double x2, double target) {}

  /** Draws the set from the experiment's seed. */
  public static Dataset draw(DataSource.Playground source, long seed) {
    List<Input> inputs = source.inputs();
    int examples = source.examples();
    float[] values = new float[Math.multiplyExact(examples, inputs.size())];
    float[] targets = new float[examples];
    for (int i = 0; i < examples; i++) {
      Chance chance = new Chance(Seeds.seed(seed, Seeds.Purpose.DATA, i));
      Point point = point(source, chance, i);
      targets[i] = (float) point.target();
      fill(inputs, point.x1(), point.x2(), values, i * inputs.size());
    }
    return new Dataset(
        new InputShape.Flat(inputs.size()),
        new Features.Floats(values),
        targets(source.pattern(), targets),
        inputs.stream().map(input -> input.name().toLowerCase(Locale.ROOT)).toList(),
        0);
  }

  /** Writes the inputs of a place in the plane to {@code target}, raw, from {@code from} on. */
  public static void fill(List<Input> inputs, double x1, double x2, float[] target, int from) {
    for (int j = 0; j < inputs.size(); j++) {
      target[from + j] = (float) input(inputs.get(j), x1, x2);
    }
  }

  private static Point point(DataSource.Playground source, Chance chance, int example) {
    int label = example % 2;
    double noise = source.noise();
    return switch (source.pattern()) {
      case CIRCLE -> circle(chance, label, noise);
      case XOR -> xor(chance, label, noise);
      case GAUSSIAN -> gaussian(chance, label, noise);
      case SPIRAL -> spiral(chance, label, noise, (double) (example / 2 * 2) / source.examples());
      case PLANE -> plane(chance, noise);
    };
  }

  /** Class 1 within half the radius, class 0 in a ring outside 0.7 of it. */
  private static Point circle(Chance chance, int label, double noise) {
    double radius =
        label == 1 ? chance.between(0, REACH * 0.5) : chance.between(REACH * 0.7, REACH);
    double angle = chance.between(0, 2 * StrictMath.PI);
    return shifted(
        chance,
        radius * StrictMath.sin(angle),
        radius * StrictMath.cos(angle),
        label,
        noise * REACH / 2);
  }

  /** Class 1 where both coordinates have one sign; a gap of 0.3 along the axes. */
  private static Point xor(Chance chance, int label, double noise) {
    double size1 = chance.between(0.3, REACH);
    double size2 = chance.between(0.3, REACH);
    double sign1 = chance.with(0.5) ? 1 : -1;
    double sign2 = label == 1 ? sign1 : -sign1;
    return shifted(chance, sign1 * size1, sign2 * size2, label, noise * REACH / 2);
  }

  /** Clusters around (2, 2) for class 1 and (−2, −2); the variance grows from 0.5 to 4. */
  private static Point gaussian(Chance chance, int label, double noise) {
    double centre = label == 1 ? 2 : -2;
    double deviation = StrictMath.sqrt(0.5 + 7 * noise);
    return new Point(
        centre + deviation * chance.gaussian(), centre + deviation * chance.gaussian(), label);
  }

  /** Two arms of 1.75 turns, half a turn apart. */
  private static Point spiral(Chance chance, int label, double noise, double along) {
    double radius = along * REACH;
    double angle = 1.75 * along * 2 * StrictMath.PI + (label == 1 ? 0 : StrictMath.PI);
    return shifted(
        chance, radius * StrictMath.sin(angle), radius * StrictMath.cos(angle), label, noise);
  }

  /** Uniform points whose height (x1 + x2) / 10 is seen through noise. */
  private static Point plane(Chance chance, double noise) {
    double x1 = chance.between(-6, 6);
    double x2 = chance.between(-6, 6);
    double blur = (chance.between(-6, 6) + chance.between(-6, 6)) * noise;
    return new Point(x1, x2, (x1 + x2 + blur) / 10);
  }

  private static Point shifted(Chance chance, double x1, double x2, int label, double by) {
    return new Point(x1 + chance.between(-by, by), x2 + chance.between(-by, by), label);
  }

  private static double input(Input input, double x1, double x2) {
    return switch (input) {
      case X1 -> x1;
      case X2 -> x2;
      case X1_SQUARED -> x1 * x1;
      case X2_SQUARED -> x2 * x2;
      case X1_X2 -> x1 * x2;
      case SIN_X1 -> StrictMath.sin(x1);
      case SIN_X2 -> StrictMath.sin(x2);
    };
  }

  private static Targets targets(DataSource.Playground.Pattern pattern, float[] targets) {
    if (pattern == DataSource.Playground.Pattern.PLANE) {
      return new Targets.Numbers(targets, 1);
    }
    short[] labels = new short[targets.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) targets[i];
    }
    return new Targets.Classes(labels, List.of("negative", "positive"));
  }
}
