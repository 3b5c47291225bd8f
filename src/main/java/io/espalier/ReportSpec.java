package io.espalier;

import java.util.List;

/**
 * What is drawn when a run has finished.
 *
 * @param enabled whether a run writes its report by itself; it can be asked for later in any case
 * @param samples examples that are looked at one by one, as indexes into the test part from 0; ones
 *     that the part does not have are left out
 */
public record ReportSpec(boolean enabled, List<Integer> samples) {
  /** A report that looks at the first four test examples. */
  public static final ReportSpec USUAL = new ReportSpec(true, List.of(0, 1, 2, 3));

  /** No report. */
  public static final ReportSpec NONE = new ReportSpec(false, List.of());

  public ReportSpec {
    samples = List.copyOf(samples);
  }
}
