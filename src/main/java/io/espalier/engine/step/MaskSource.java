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

  private final Draws draws;
  private final int first;
  private final int examples;
  private final int all;

  /** For masks of whole batches. */
  public MaskSource() {
    this(new Draws(), 0, 1, 1);
  }

  private MaskSource(Draws draws, int first, int examples, int all) {
    this.draws = draws;
    this.first = first;
    this.examples = examples;
    this.all = all;
  }

  /**
   * The same for some examples of each batch, whose masks are those that they have in the whole.
   *
   * @param all examples of a batch
   */
  MaskSource of(int firstExample, int count, int all) {
    return new MaskSource(draws, firstExample, count, all);
  }

  /** Nothing drawn before has an influence on what is drawn after. */
  public void reseed(long seed) {
    draws.random = new SplittableRandom(seed);
  }

  /** Fills a whole array that lies row by row. */
  void fill(INDArray mask, double keep) {
    if (mask.dataType() == DataType.FLOAT) {
      FloatBuffer target = mask.data().asNioFloat();
      fill(mask.length(), keep, (to, from, count) -> target.put(to, draws.chunk, from, count));
    } else {
      DoubleBuffer target = mask.data().asNioDouble();
      fill(mask.length(), keep, (to, from, count) -> widen(target, to, from, count));
    }
  }

  /** Fills the first {@code length} numbers of an array. */
  public void fill(float[] mask, int length, double keep) {
    fill(length, keep, (to, from, count) -> System.arraycopy(draws.chunk, from, mask, to, count));
  }

  /** Takes numbers of the chunk to a place in a mask. */
  private interface Writer {
    void write(int to, int from, int count);
  }

  private void fill(long numbers, double keep, Writer writer) {
    int length = Math.toIntExact(numbers);
    int before = length / examples * first;
    int whole = length / examples * all;
    for (int at = 0; at < whole; at += CHUNK) {
      draws.next(keep);
      int from = Math.max(at, before);
      int end = Math.min(at + CHUNK, before + length);
      if (from < end) {
        writer.write(from - before, from - at, end - from);
      }
    }
  }

  private void widen(DoubleBuffer target, int to, int from, int count) {
    for (int i = 0; i < count; i++) {
      target.put(to + i, draws.chunk[from + i]);
    }
  }

  /** Numbers drawn one after the other, some at a time. */
  private static final class Draws {
    private float[] chunk = {};
    private SplittableRandom random = new SplittableRandom(0);

    private void next(double keep) {
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
}
