package io.espalier.data;

import io.espalier.wire.InputShape;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes images one after another: {@link #draw}, then what was drawn. Not thread-safe. */
public final class Augmenter {
  /** Bytes of a long, whose sum has about the shape of a normal distribution. */
  private static final int BYTES = 8;

  private static final double BYTES_MEAN = BYTES * 255 / 2.0;
  private static final double BYTES_DEVIATION = Math.sqrt(BYTES * (256 * 256 - 1) / 12.0);

  private final Augmentation how;
  private final int channels;
  private final int height;
  private final int width;
  private final float[] before;
  private SplittableRandom random = new SplittableRandom(0);
  private int down;
  private int right;
  private boolean mirrored;
  private boolean upsideDown;
  private double radians;
  private int middleRow;
  private int middleColumn;

  /**
   * For images of one layout.
   *
   * @throws IllegalArgumentException if they are no images, or too small
   */
  public Augmenter(Augmentation how, InputShape layout) {
    how.objection(layout)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    if (!(layout instanceof InputShape.Image image)) {
      throw new IllegalArgumentException("only images are augmented, not " + layout);
    }
    this.how = how;
    channels = image.channels();
    height = image.height();
    width = image.width();
    before = new float[image.size()];
  }

  /** The seed of an epoch's images. */
  public static long seed(long experimentSeed, int repeat, int fold, int epoch) {
    return Seeds.seed(experimentSeed, Purpose.AUGMENTATION, repeat, fold, epoch);
  }

  /**
   * Draws what happens to an image.
   *
   * @param epochSeed of {@link #seed}
   * @param row its index in the data set
   */
  public void draw(long epochSeed, int row) {
    random = new SplittableRandom(Seeds.seed(epochSeed, Purpose.AUGMENTATION, row));
    down = offset(how.cropPadding()) + offset((int) (how.shift() * height));
    right = offset(how.cropPadding()) + offset((int) (how.shift() * width));
    mirrored = how.mirrors(Augmentation.Flip.HORIZONTAL) && random.nextBoolean();
    upsideDown = how.mirrors(Augmentation.Flip.VERTICAL) && random.nextBoolean();
    double degrees = how.rotation() > 0 ? how.rotation() * (2 * random.nextDouble() - 1) : 0;
    radians = StrictMath.toRadians(degrees);
    if (how.cutout() > 0) {
      middleRow = random.nextInt(height);
      middleColumn = random.nextInt(width);
    }
  }

  private int offset(int most) {
    return most == 0 ? 0 : random.nextInt(2 * most + 1) - most;
  }

  /**
   * Flips, turns and moves an image.
   *
   * @param numbers raw, {@code [channels, height, width]} from a place on
   */
  public void move(float[] numbers, int from) {
    if (down == 0 && right == 0 && !mirrored && !upsideDown && radians == 0) {
      return;
    }
    System.arraycopy(numbers, from, before, 0, before.length);
    if (radians == 0) {
      shift(numbers, from);
    } else {
      turn(numbers, from);
    }
  }

  private void shift(float[] numbers, int from) {
    int first = Math.max(0, right);
    int end = Math.min(width, width + right);
    for (int line = 0; line < channels * height; line++) {
      int to = from + line * width;
      int y = line % height - down;
      Arrays.fill(numbers, to, to + width, 0);
      if (y >= 0 && y < height) {
        int source = (line / height * height + (upsideDown ? height - 1 - y : y)) * width;
        for (int x = first; x < end; x++) {
          numbers[to + x] = before[source + (mirrored ? width - 1 - x + right : x - right)];
        }
      }
    }
  }

  private void turn(float[] numbers, int from) {
    double sine = StrictMath.sin(radians);
    double cosine = StrictMath.cos(radians);
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    for (int i = 0; i < height * width; i++) {
      double y = i / width - down - middleY;
      double x = i % width - right - middleX;
      double sourceY = middleY + (upsideDown ? -1 : 1) * (cosine * y - sine * x);
      double sourceX = middleX + (mirrored ? -1 : 1) * (sine * y + cosine * x);
      for (int channel = 0; channel < channels; channel++) {
        int plane = channel * height * width;
        numbers[from + plane + i] = between(plane, sourceY, sourceX);
      }
    }
  }

  /** The image between four pixels. */
  private float between(int plane, double y, double x) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double lower = y - top;
    double farther = x - left;
    double upperLine =
        (1 - farther) * pixel(plane, top, left) + farther * pixel(plane, top, left + 1);
    double lowerLine =
        (1 - farther) * pixel(plane, top + 1, left) + farther * pixel(plane, top + 1, left + 1);
    return (float) ((1 - lower) * upperLine + lower * lowerLine);
  }

  private float pixel(int plane, int y, int x) {
    return y < 0 || x < 0 || y >= height || x >= width ? 0 : before[plane + y * width + x];
  }

  /**
   * Adds noise to an image and cuts its square out.
   *
   * @param numbers normalised, {@code [channels, height, width]} from a place on
   */
  public void cover(float[] numbers, int from) {
    if (how.noise() > 0) {
      for (int i = from; i < from + before.length; i++) {
        numbers[i] += (float) (how.noise() * deviate());
      }
    }
    if (how.cutout() > 0) {
      int firstRow = middleRow - how.cutout() / 2;
      int firstColumn = middleColumn - how.cutout() / 2;
      int left = Math.max(0, firstColumn);
      int right = Math.min(width, firstColumn + how.cutout());
      for (int line = 0; line < channels * height; line++) {
        int y = line % height;
        if (y >= firstRow && y < firstRow + how.cutout()) {
          Arrays.fill(numbers, from + line * width + left, from + line * width + right, 0);
        }
      }
    }
  }

  /** A number of mean 0 and deviation 1: the sum of eight that are uniform. */
  private double deviate() {
    long bits = random.nextLong();
    int sum = 0;
    for (int i = 0; i < BYTES; i++) {
      sum += (int) (bits >>> (8 * i)) & 0xff;
    }
    return (sum - BYTES_MEAN) / BYTES_DEVIATION;
  }
}
