package io.espalier.wire;

/**
 * Seeds by counter: a purpose and numbers give a seed, so that nothing depends on what was drawn
 * before. The mixing function is SplitMix64's (Steele, Lea and Flood 2014).
 */
public final class Seeds {
  /** What a seed is for; different purposes never share a sequence. */
  public enum Purpose {
    SPLIT(1),
    SHUFFLE(2),
    WEIGHTS(3),
    DROPOUT(4),
    SEARCH(5),
    DATA(6),
    RETRAIN(7),
    FOLD(8),
    REPEAT(9),
    CONFIRM(10),
    REPORT(11),
    AUGMENTATION(12);

    private final long number;

    Purpose(long number) {
      this.number = number;
    }
  }

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** The seed for a purpose and any numbers (trial, epoch, …), the same on every machine. */
  public static long seed(long experimentSeed, Purpose purpose, long... numbers) {
    long state = mix(experimentSeed + GOLDEN_GAMMA * purpose.number);
    for (long number : numbers) {
      state = mix(state + GOLDEN_GAMMA + mix(number));
    }
    return state;
  }

  /** A random order of 0 … size − 1, drawn from a seed (Fisher and Yates). */
  public static int[] permutation(long seed, int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
