package io.espalier.driver.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks run on which executor, as Spark tells: one that ends its executor ends the others.
 */
final class ExecutorTasks {
  private final Map<String, Set<Long>> running = new HashMap<>();
  private final Map<String, Integer> lost = new HashMap<>();

  void started(String executor, long task) {
    running.computeIfAbsent(executor, any -> new HashSet<>()).add(task);
  }

  /**
   * A task has ended.
   *
   * @param withExecutor whether its executor has ended under it
   * @return whether no other task ran there, nor ended with the executor
   */
  boolean ended(String executor, long task, boolean withExecutor) {
    Set<Long> there = running.computeIfAbsent(executor, any -> new HashSet<>());
    there.remove(task);
    boolean alone = there.isEmpty() && lost.getOrDefault(executor, 0) == 0;
    if (withExecutor) {
      lost.merge(executor, 1, Integer::sum);
    }
    if (there.isEmpty()) {
      running.remove(executor);
    }
    return alone;
  }

  /** Executors on which tasks run. */
  int executors() {
    return running.size();
  }
}
