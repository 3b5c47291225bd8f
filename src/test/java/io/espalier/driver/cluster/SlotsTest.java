package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.cluster.SlotRules.Growth;
import io.espalier.driver.cluster.SlotRules.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SlotsTest {
  @Test
  void executorsAreLookedAtAFewTimesASecondAtMost() {
    AtomicLong clock = new AtomicLong(-5);
    AtomicInteger looks = new AtomicInteger();
    List<Size> executors = new ArrayList<>(List.of(new Size(2, 0)));
    Slots slots =
        new Slots(
            new SlotRules(1, 0, new Growth.None()),
            () -> {
              looks.incrementAndGet();
              return executors;
            },
            clock::get);

    assertThat(slots.now()).isEqualTo(2);
    executors.add(new Size(4, 0));
    clock.addAndGet(Slots.FRESH_NANOS - 1);
    assertThat(slots.now()).as("still fresh").isEqualTo(2);
    clock.addAndGet(1);
    assertThat(slots.now()).as("looked again").isEqualTo(6);
    assertThat(slots.now()).isEqualTo(6);
    assertThat(looks).hasValue(2);
  }

  @Test
  void settingsOfSparkMakeTheRules() {
    SparkConf conf = new SparkConf(false);
    assertThat(Slots.rules(conf, false)).isEqualTo(new SlotRules(1, 0, new Growth.None()));

    conf.set("spark.task.cpus", "2").set("spark.task.resource.gpu.amount", "0.25");
    conf.set("spark.executor.cores", "8").set("spark.executor.resource.gpu.amount", "2");
    conf.set("spark.dynamicAllocation.enabled", "true");
    assertThat(Slots.rules(conf, false)).isEqualTo(rules(OptionalInt.empty()));
    conf.set("spark.dynamicAllocation.maxExecutors", "4");
    assertThat(Slots.rules(conf, false)).isEqualTo(rules(OptionalInt.of(4)));
    assertThat(Slots.rules(conf, true)).isEqualTo(new SlotRules(2, 0, new Growth.None()));
  }

  private static SlotRules rules(OptionalInt executors) {
    return new SlotRules(2, 0.25, new Growth.Backlog(executors, new Size(8, 2)));
  }
}
