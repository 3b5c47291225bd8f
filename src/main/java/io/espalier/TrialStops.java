package io.espalier;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops single trials from outside: whoever holds it may ask at any time and from any thread. A
 * trial ends, STOPPED, with the epoch after which its executor hears of it, and what it has
 * measured counts; a paused one does so once it goes on. Its outcome is recorded as any other is.
 * Where the session has no {@code spark.plugins = io.espalier.engine.LivePlugin}, nothing is heard.
 */
public final class TrialStops {
  private final Set<Integer> asked = ConcurrentHashMap.newKeySet();

  /** Asks a trial to stop; one that has ended is not concerned. */
  public void stop(int trial) {
    asked.add(trial);
  }

  /** Whether somebody has asked this trial to stop. */
  public boolean asked(int trial) {
    return asked.contains(trial);
  }
}
