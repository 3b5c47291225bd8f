package io.espalier.engine.step;

/** What decays for ever ends in denormal numbers, which slow every later step: such become 0. */
public final class Denormals {
  /** Between two steps that flush, nothing decays from {@link #TINY} to a denormal number. */
  private static final int STEPS_BETWEEN_FLUSHES = 64;

  private static final float TINY = 1e-30f;

  /** What is far below it is nothing beside the gradients of other steps. */
  private static final float SMALL = 1e-20f;

  private Denormals() {}

  /** Whether the step after so many flushes. */
  public static boolean due(int iteration) {
    return iteration % STEPS_BETWEEN_FLUSHES == STEPS_BETWEEN_FLUSHES - 1;
  }

  /**
   * Rounds the first {@code n} numbers to multiples of 10⁻²⁷ or so. Gradients that vanish step by
   * step of a sequence are flushed by this on their way: a sum and a difference, which the virtual
   * machine makes vectors of.
   */
  static void drown(float[] numbers, int n) {
    for (int i = 0; i < n; i++) {
      numbers[i] = numbers[i] + SMALL - SMALL;
    }
  }

  /** Flushes the first {@code n} numbers. */
  public static void flush(float[] numbers, int n) {
    for (int i = 0; i < n; i++) {
      if (Math.abs(numbers[i]) < TINY) {
        numbers[i] = 0;
      }
    }
  }
}
