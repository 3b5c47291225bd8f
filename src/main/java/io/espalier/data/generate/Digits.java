package io.espalier.data.generate;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Seeds;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Digits drawn with strokes on 28×28 grey pixels, light on dark, each moved, turned, slanted and
 * scaled at random, with stray strokes and noise. Classes take turns; the first examples of a
 * larger set are those of a smaller one, and the test part does not depend on the size of the rest.
 */
public final class Digits {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int LEARN = 0;
  private static final int TEST = 1;

  private Digits() {}

  /**
   * Draws the set from the experiment's seed, examples side by side: the chance of each is its own.
   */
  public static Dataset draw(DataSource.Digits source, long seed) {
    int examples = Math.addExact(source.train(), source.test());
    byte[] pixels = new byte[Math.multiplyExact(examples, SIDE * SIDE)];
    short[] labels = new short[examples];
    IntStream.range(0, examples)
        .parallel()
        .forEach(
            i -> {
              boolean learn = i < source.train();
              int number = learn ? i : i - source.train();
              labels[i] = (short) (number % CLASSES);
              long own = Seeds.seed(seed, Seeds.Purpose.DATA, learn ? LEARN : TEST, number);
              draw(labels[i], new Chance(own), pixels, i * SIDE * SIDE);
            });
    return new Dataset(
        new InputShape.Image(1, SIDE, SIDE),
        new Features.Bytes(pixels),
        new Targets.Classes(
            labels, IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList()),
        List.of(),
        source.test());
  }

  private static void draw(int digit, Chance chance, byte[] pixels, int from) {
    Ink ink = new Ink(SIDE);
    clutter(ink, chance);
    ink.stroke(Strokes.digit(digit, chance), placed(chance), chance.between(1.2, 3.2), 1);
    double paper = chance.between(0, 50);
    double pen = chance.between(140, 255);
    double grain = chance.between(5, 30);
    for (int i = 0; i < SIDE * SIDE; i++) {
      double grey = paper + (pen - paper) * ink.at(i) + grain * chance.gaussian();
      pixels[from + i] = (byte) Math.max(0, Math.min(255, (int) (grey + 0.5)));
    }
  }

  /** From the digit's box to pixels: scaled, slanted, turned, moved. */
  private static AffineTransform placed(Chance chance) {
    double high = chance.between(6.5, 10);
    double wide = high * chance.between(0.7, 1.15);
    double slant = chance.between(-0.4, 0.3);
    double turn = chance.between(-0.25, 0.25);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    double moveX = SIDE / 2.0 + chance.between(-2.5, 2.5);
    double moveY = SIDE / 2.0 + chance.between(-2.5, 2.5);
    return new AffineTransform(
        cos * wide,
        sin * wide,
        cos * slant * high - sin * high,
        sin * slant * high + cos * high,
        moveX,
        moveY);
  }

  /** Up to two short stray strokes. */
  private static void clutter(Ink ink, Chance chance) {
    int strokes = chance.below(3);
    for (int i = 0; i < strokes; i++) {
      double x = chance.between(0, SIDE);
      double y = chance.between(0, SIDE);
      Path2D.Double path = new Path2D.Double();
      path.moveTo(x, y);
      path.quadTo(
          x + chance.between(-5, 5),
          y + chance.between(-5, 5),
          x + chance.between(-7, 7),
          y + chance.between(-7, 7));
      ink.stroke(path, new AffineTransform(), chance.between(1, 2.5), chance.between(0.3, 0.9));
    }
  }
}
