package io.espalier.driver.cluster;

import io.espalier.driver.cluster.SlotRules.Growth;
import io.espalier.driver.cluster.SlotRules.Size;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.Option;

/**
 * How many assignments may be out at the same time, now: {@link SlotRules} over the executors that
 * Spark has. Looks at them at most five times a second, in the driver's own memory, so that it may
 * be asked for every decision. Used by one thread.
 */
public final class Slots {
  static final long FRESH_NANOS = 200_000_000L;

  /** What Spark calls the driver among the executors. */
  private static final String DRIVER = "driver";

  private static final String GPU = "gpu";

  private final SlotRules rules;
  private final Supplier<List<Size>> executors;
  private final LongSupplier nanoTime;
  private int slots;
  private long readNanos;

  Slots(SlotRules rules, Supplier<List<Size>> executors, LongSupplier nanoTime) {
    this.rules = rules;
    this.executors = executors;
    this.nanoTime = nanoTime;
  }

  /** The slots of a Spark application. In local mode: this machine's cores, once and for all. */
  public static Slots of(SparkContext spark) {
    SlotRules rules = rules(spark.conf(), spark.isLocal());
    Supplier<List<Size>> executors =
        spark.isLocal()
            ? () -> List.of(new Size(spark.defaultParallelism(), 0))
            : () -> executors(spark);
    return new Slots(rules, executors, System::nanoTime);
  }

  /** At least 1; at most {@link #FRESH_NANOS} old. */
  public int now() {
    long now = nanoTime.getAsLong();
    if (slots == 0 || now - readNanos >= FRESH_NANOS) {
      slots = rules.slots(executors.get());
      readNanos = now;
    }
    return slots;
  }

  /** Spark's settings; local mode has neither GPUs nor further executors. */
  static SlotRules rules(SparkConf conf, boolean local) {
    int taskCores = conf.getInt("spark.task.cpus", 1);
    if (local) {
      return new SlotRules(taskCores, 0, new Growth.None());
    }
    return new SlotRules(
        taskCores, conf.getDouble("spark.task.resource.gpu.amount", 0), growth(conf));
  }

  private static Growth growth(SparkConf conf) {
    if (!conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return new Growth.None();
    }
    String most = "spark.dynamicAllocation.maxExecutors";
    return new Growth.Backlog(
        conf.contains(most) ? OptionalInt.of(conf.getInt(most, 1)) : OptionalInt.empty(),
        new Size(
            conf.getInt("spark.executor.cores", 1),
            conf.getInt("spark.executor.resource.gpu.amount", 0)));
  }

  private static List<Size> executors(SparkContext spark) {
    return ScalaCollections.copied(spark.statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals(DRIVER))
        .map(executor -> new Size(executor.totalCores(), gpus(executor)))
        .toList();
  }

  private static int gpus(ExecutorSummary executor) {
    Option<ResourceInformation> gpus = executor.resources().get(GPU);
    return gpus.isEmpty() ? 0 : gpus.get().addresses().length;
  }
}
