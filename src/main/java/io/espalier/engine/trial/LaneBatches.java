package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import java.util.List;

/** Batches for networks that train side by side: one for all, or one for each. Not thread-safe. */
final class LaneBatches {
  private final List<PreparedData> data;
  private final float[][] room;
  private final float[][] shared = new float[1][];
  private final float[][] own;
  private long nanos;

  /**
   * Batches of examples of these data.
   *
   * @param data of each lane
   */
  LaneBatches(List<PreparedData> data) {
    this.data = List.copyOf(data);
    room = new float[data.size()][0];
    own = new float[data.size()][];
  }

  /**
   * The examples of a step, normalised, row by row; valid until the next call.
   *
   * @param rows of each lane; where lanes take the same examples, the same array
   * @return one batch if all take the same, else one for each
   */
  float[][] fill(int[][] rows, int from, int examples) {
    long start = System.nanoTime();
    boolean same = true;
    for (int lane = 1; lane < rows.length; lane++) {
      same &= same(rows, 0, lane);
    }
    if (same) {
      shared[0] = filled(0, rows[0], from, examples);
    } else {
      fillEach(rows, from, examples);
    }
    nanos += System.nanoTime() - start;
    return same ? shared : own;
  }

  private void fillEach(int[][] rows, int from, int examples) {
    for (int lane = 0; lane < rows.length; lane++) {
      int first = 0;
      while (!same(rows, first, lane)) {
        first++;
      }
      own[lane] = first < lane ? own[first] : filled(lane, rows[lane], from, examples);
    }
  }

  /** Whether two lanes take the same examples in the same way. */
  @SuppressWarnings("ReferenceEquality") // equal ones would be as slow to tell as to fill
  private boolean same(int[][] rows, int one, int other) {
    return rows[one] == rows[other] && data.get(one) == data.get(other);
  }

  private float[] filled(int lane, int[] rows, int from, int examples) {
    int count = examples * data.get(lane).dataset().shape().size();
    if (room[lane].length < count) {
      room[lane] = new float[count];
    }
    data.get(lane).fill(rows, from, examples, room[lane]);
    return room[lane];
  }

  /** Seconds spent here since the beginning. */
  double seconds() {
    return nanos / 1e9;
  }
}
