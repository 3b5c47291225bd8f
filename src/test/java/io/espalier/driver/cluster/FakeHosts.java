package io.espalier.driver.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hosts that a test says; what is done with them is written down. */
final class FakeHosts implements HostHealth.Hosts {
  final Map<String, List<String>> executors = new TreeMap<>();
  final List<String> givenBack = new ArrayList<>();
  final List<Integer> staying = new ArrayList<>();
  final List<Integer> asked = new ArrayList<>();
  final List<Long> pauses = new ArrayList<>();
  boolean grows = true;
  boolean takesBack = true;
  boolean slow;
  boolean interrupted;
  Runnable whileAsleep = () -> {};

  /** Lets a host have executors. */
  FakeHosts with(String host, String... its) {
    executors.put(host, new ArrayList<>(Arrays.asList(its)));
    return this;
  }

  @Override
  public boolean mayGrow() {
    return grows;
  }

  @Override
  public Map<String, List<String>> executors() {
    return executors;
  }

  @Override
  public boolean giveBack(List<String> its, int others) {
    if (takesBack) {
      givenBack.addAll(its);
      staying.add(others);
      if (!slow) {
        executors.values().removeIf(its::equals);
      }
    }
    return takesBack;
  }

  @Override
  public void ask(int all) {
    asked.add(all);
  }

  @Override
  public void sleep(long millis) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    pauses.add(millis);
    whileAsleep.run();
  }
}
