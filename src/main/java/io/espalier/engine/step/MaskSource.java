package io.espalier.engine.step;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws dropout masks: each number is 1/keep with probability keep (to 2⁻³²), else 0. Two numbers a
 * draw and no branch: ND4J's generator takes five times as long.
 */
public final class MaskSource {
  private static final int CHUNK = 2048;
  private static final long LOW_HALF = 0xFFFFFFFFL;

  private float[] chunk = {};
  private SplittableRandom random = new SplittableRandom(0);

  /** Nothing drawn before has an influence on what is drawn after. */
  public void reseed(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Fills a whole array that lies row by row. */
  void fill(INDArray mask, double keep) {
    if (mask.dataType() == DataType.FLOAT) {
      FloatBuffer target = mask.data().asNioFloat();
      fill(mask.length(), keep, (from, count) -> target.put(from, chunk, 0, count));
    } else {
      DoubleBuffer target = mask.data().asNioDouble();
      fill(mask.length(), keep, (from, count) -> widen(target, from, count));
    }
  }

  /** Fills the first {@code length} numbers of an array. */
  public void fill(float[] mask, int length, double keep) {
    fill(length, keep, (from, count) -> System.arraycopy(chunk, 0, mask, from, count));
  }

  /** Takes the first numbers of the chunk to a place in a mask. */
  private interface Writer {
    void write(int from, int count);
  }

  private void fill(long numbers, double keep, Writer writer) {
    int length = Math.toIntExact(numbers);
    for (int from = 0; from < length; from += CHUNK) {
      draw(keep);
      writer.write(from, Math.min(CHUNK, length - from));
    }
  }

  private void widen(DoubleBuffer target, int from, int count) {
    for (int i = 0; i < count; i++) {
      target.put(from + i, chunk[i]);
    }
  }

  private void draw(double keep) {
    if (chunk.length == 0) {
      chunk = new float[CHUNK]; // many sources never draw
    }
    long threshold = Math.round(keep * (1L << 32));
    float kept = (float) (1 / keep);
    for (int i = 0; i < CHUNK; i += 2) {
      long bits = random.nextLong();
      chunk[i] = below(bits & LOW_HALF, threshold) * kept;
      chunk[i + 1] = below(bits >>> 32, threshold) * kept;
    }
  }

  /** 1 if so, else 0. */
  private static int below(long number, long threshold) {
    return (int) ((number - threshold) >>> 63);
  }
}
