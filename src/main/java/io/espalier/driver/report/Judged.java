package io.espalier.driver.report;

import java.util.List;

/**
 * What a classifier's probabilities for the test part are worth.
 *
 * @param worst the examples of the highest loss, the worst first
 */
public record Judged(Confidence calibration, List<Miss> worst) {
  /** Most examples of high loss that are shown. */
  public static final int MOST_WORST = 12;

  public Judged {
    worst = List.copyOf(worst);
  }
}
