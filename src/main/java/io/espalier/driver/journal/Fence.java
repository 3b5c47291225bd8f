package io.espalier.driver.journal;

/** What a writer passes before it writes. */
@FunctionalInterface
interface Fence {
  /**
   * Returns while the run is this process's own.
   *
   * @throws RunOwnedException if somebody else has taken it over
   * @throws UnknownRecordException if that cannot be known any more
   */
  void require();
}
