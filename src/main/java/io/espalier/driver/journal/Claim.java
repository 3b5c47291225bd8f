package io.espalier.driver.journal;

/**
 * That somebody wants to own a run.
 *
 * @param command what it is for, as the next one is told: {@code run}, {@code retrain}
 * @param force whether to take the run from a living owner
 */
public record Claim(String command, boolean force) {
  /** Takes the run if nobody has it. */
  public static Claim of(String command) {
    return new Claim(command, false);
  }
}
