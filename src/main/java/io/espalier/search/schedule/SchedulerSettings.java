package io.espalier.search.schedule;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which scheduler, and at which epochs it compares trials.
 *
 * @param kind the scheduler's name, one of {@link Schedulers#words}
 * @param rungs epochs at which trials are compared, rising, at least 1; empty where they follow
 *     from the training's epochs: minimum, minimum × reduction, minimum × reduction² …
 * @param minimum epochs of the first rung where none are listed, at least 1; empty where it
 *     follows, too: the longest training's epochs / reduction², rounded up: trials are compared
 *     twice
 * @param reduction one of so many trials goes on from each rung, at least 2; η in the papers
 * @param bracket trials that are compared with each other from the first rung on, at least 2; empty
 *     for as many as leave one for the end. Synchronous halving alone has it
 * @param checkpointGigabytes about how much the checkpoints of paused trials may take, in 10⁹
 *     bytes, above 0; where they take more, asynchronous halving stops the worst. A budget
 */
public record SchedulerSettings(
    String kind,
    List<Integer> rungs,
    OptionalInt minimum,
    int reduction,
    OptionalInt bracket,
    double checkpointGigabytes) {
  /** As in the papers. */
  public static final int REDUCTION = 3;

  /** Room for a thousand networks of a million parameters and Adam's state. */
  public static final double CHECKPOINT_GIGABYTES = 12;

  /** Every trial trains to its end. */
  public static final SchedulerSettings PLAIN = of("plain");

  public SchedulerSettings {
    Schedulers.named(kind);
    rungs = List.copyOf(rungs);
    int before = 0;
    for (int rung : rungs) {
      require(rung > before, "rungs rise from 1 on, as in [1, 3, 9]; not " + rungs);
      before = rung;
    }
    require(
        minimum.isEmpty() || minimum.getAsInt() > 0,
        "the first rung must be at epoch 1 or later, not " + minimum.orElse(0));
    require(reduction > 1, "a reduction must be at least 2, not " + reduction);
    require(
        bracket.isEmpty() || bracket.getAsInt() > 1,
        "a bracket must have at least 2 trials, not " + bracket.orElse(0));
    require(
        checkpointGigabytes > 0,
        "checkpoint-gigabytes must be above 0, not " + checkpointGigabytes);
  }

  /** A scheduler whose rungs follow from the training's epochs: a ninth and a third of them. */
  public static SchedulerSettings of(String kind) {
    return of(kind, new int[0]);
  }

  /** A scheduler that compares trials at these epochs. */
  public static SchedulerSettings of(String kind, int... rungs) {
    List<Integer> epochs = java.util.Arrays.stream(rungs).boxed().toList();
    return new SchedulerSettings(
        kind, epochs, OptionalInt.empty(), REDUCTION, OptionalInt.empty(), CHECKPOINT_GIGABYTES);
  }

  /** The same with the first rung at this epoch, at least 1, where none are listed. */
  SchedulerSettings withMinimum(int epochs) {
    return new SchedulerSettings(
        kind, rungs, OptionalInt.of(epochs), reduction, bracket, checkpointGigabytes);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
