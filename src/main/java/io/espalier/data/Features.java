package io.espalier.data;

import java.io.Serializable;

/** The inputs of all examples, one after another, in the type they were stored in. */
public sealed interface Features extends Serializable {
  /** How many numbers there are in all: examples × numbers per example. */
  int length();

  /** Copies raw values (bytes as 0 to 255, no normalisation) to {@code target}. */
  void copy(int from, float[] target, int targetFrom, int count);

  /** Unsigned bytes, as in image files. */
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(byte[] values) implements Features {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void copy(int from, float[] target, int targetFrom, int count) {
      for (int i = 0; i < count; i++) {
        target[targetFrom + i] = values[from + i] & 0xff;
      }
    }
  }

  /** Single-precision numbers. */
  @SuppressWarnings("ArrayRecordComponent")
  record Floats(float[] values) implements Features {
    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void copy(int from, float[] target, int targetFrom, int count) {
      System.arraycopy(values, from, target, targetFrom, count);
    }
  }
}
