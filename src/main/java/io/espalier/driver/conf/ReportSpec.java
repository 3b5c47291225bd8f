package io.espalier.driver.conf;

import java.util.List;

/**
 * What is drawn when a run has finished.
 *
 * @param enabled whether a run writes its report by itself; it can be asked for later in any case
 * @param samples examples that are looked at one by one, as indexes into the test part from 0; ones
 *     that the part does not have are left out
 */
public record ReportSpec(boolean enabled, List<Integer> samples) {
  public ReportSpec {
    samples = List.copyOf(samples);
  }
}
