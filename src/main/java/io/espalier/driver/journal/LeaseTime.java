package io.espalier.driver.journal;

import java.util.concurrent.locks.LockSupport;

/** The time that passes on this machine; tests have their own. */
interface LeaseTime {
  LeaseTime SYSTEM =
      new LeaseTime() {
        @Override
        public long millis() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public void pause(long millis) {
          LockSupport.parkNanos(millis * 1_000_000);
        }
      };

  /** Milliseconds since some moment; only differences mean something. */
  long millis();

  /** Waits, perhaps for less. */
  void pause(long millis);
}
