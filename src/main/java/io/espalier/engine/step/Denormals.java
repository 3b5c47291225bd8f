package io.espalier.engine.step;

/** What decays for ever ends in denormal numbers, which slow every later step: such become 0. */
public final class Denormals {
  /** Between two steps that flush, nothing decays from {@link #TINY} to a denormal number. */
  private static final int STEPS_BETWEEN_FLUSHES = 64;

  private static final float TINY = 1e-30f;

  private Denormals() {}

  /** Whether the step after so many flushes. */
  public static boolean due(int iteration) {
    return iteration % STEPS_BETWEEN_FLUSHES == STEPS_BETWEEN_FLUSHES - 1;
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
