package io.espalier.driver.run;

import io.espalier.driver.run.SleepTask.Busy;
import java.util.Arrays;
import java.util.List;

/**
 * How long slots were free while trials waited for one, in milliseconds. Every assignment but those
 * that slots began with took a slot that another had left; slots are taken in the order in which
 * they were left. Slots that are left for good, when no trial waits any more, do not count.
 *
 * @param median of all gaps; 0 where there are none
 */
record IdleGaps(double median, double longest) {
  static IdleGaps of(List<Busy> busy, int slots) {
    long[] from = busy.stream().mapToLong(Busy::fromNanos).sorted().toArray();
    long[] to = busy.stream().mapToLong(Busy::toNanos).sorted().toArray();
    double[] gaps = new double[Math.max(0, busy.size() - slots)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = Math.max(0, from[i + slots] - to[i]) / 1e6;
    }
    Arrays.sort(gaps);
    return gaps.length == 0
        ? new IdleGaps(0, 0)
        : new IdleGaps(gaps[gaps.length / 2], gaps[gaps.length - 1]);
  }
}
