package io.espalier.driver.journal;

import java.io.IOException;

/** What a writer passes before it writes. */
@FunctionalInterface
interface Fence {
  /**
   * Returns while the run is this process's own.
   *
   * @throws RunOwnedException if somebody else has taken it over
   * @throws UnknownRecordException if that cannot be known any more
   * @throws IOException if that cannot be known now, and may be asked again
   */
  void require() throws IOException;
}
