package io.espalier.driver.cluster;

import java.util.List;
import java.util.OptionalInt;

/**
 * How many assignments may be out at the same time, from plain numbers: Spark's own count of the
 * tasks that fit on executors, and more than fit where a backlog makes Spark ask for executors.
 *
 * @param taskCores cores that a task takes, {@code spark.task.cpus}; above 0
 * @param taskGpus GPUs that a task takes, {@code spark.task.resource.gpu.amount}: a fraction, a
 *     whole number, or 0 for none
 * @param growth whether executors are added while assignments wait
 */
record SlotRules(int taskCores, double taskGpus, Growth growth) {
  /** More assignments do not wait for executors to come: Spark looks through all that wait. */
  static final int MOST_WAITING = 10_000;

  SlotRules {
    if (taskCores < 1) {
      throw new IllegalArgumentException("a task takes at least 1 core, not " + taskCores);
    }
    if (!(taskGpus >= 0)) {
      throw new IllegalArgumentException("a task takes 0 GPUs or more, not " + taskGpus);
    }
  }

  /** What one executor has; it shares nothing with others. */
  record Size(int cores, int gpus) {}

  /** Dynamic allocation. */
  sealed interface Growth {
    /** Executors stay as they are. */
    record None() implements Growth {}

    /**
     * Executors are added while tasks wait.
     *
     * @param executors the most there will be, {@code spark.dynamicAllocation.maxExecutors}; empty
     *     for as many as the cluster has
     * @param each what a new one will have, as far as settings tell
     */
    record Backlog(OptionalInt executors, Size each) implements Growth {
      public Backlog {
        if (executors.isPresent() && executors.getAsInt() < 1) {
          throw new IllegalArgumentException(
              "there is at least 1 executor, not " + executors.getAsInt());
        }
      }
    }
  }

  /**
   * Assignments that may be out.
   *
   * @param executors those that are there, without the driver
   * @return at least 1
   */
  int slots(List<Size> executors) {
    long there = executors.stream().mapToLong(this::tasks).sum();
    long wanted =
        growth instanceof Growth.Backlog backlog ? wanted(backlog, executors, there) : there;
    return (int) Math.max(1, Math.max(there, Math.min(wanted, MOST_WAITING)));
  }

  /**
   * Up to what all executors could take; where their number is not known, twice what there is and
   * one executor more, so that the cluster grows as fast as Spark asks and no faster than it gives.
   */
  private long wanted(Growth.Backlog backlog, List<Size> executors, long there) {
    long each =
        Math.max(1, executors.stream().mapToInt(this::tasks).max().orElse(tasks(backlog.each())));
    return backlog.executors().isPresent()
        ? backlog.executors().getAsInt() * each
        : 2 * there + each;
  }

  /** Tasks that fit on one executor: what is left over on one is of no use to another. */
  private int tasks(Size executor) {
    int byCores = executor.cores() / taskCores;
    return taskGpus == 0 ? byCores : (int) Math.min(byCores, byGpus(executor.gpus()));
  }

  /** A fraction is of one GPU: what is left over on it is of no use to another task either. */
  private long byGpus(long gpus) {
    return taskGpus < 1 ? gpus * (int) (1 / taskGpus) : (long) (gpus / taskGpus);
  }
}
