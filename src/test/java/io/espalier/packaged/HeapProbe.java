package io.espalier.packaged;

import java.lang.management.ManagementFactory;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/**
 * Says on an executor how many bytes its heap holds after a collection, with the executor's name.
 */
final class HeapProbe implements Function<Integer, Tuple2<String, Long>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Tuple2<String, Long> call(Integer task) {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Tuple2<>(SparkEnv.get().executorId(), used);
  }
}
