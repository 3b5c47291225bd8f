package io.espalier.driver.cluster;

import io.espalier.ConfigurationException;
import java.util.Locale;
import org.apache.spark.SparkConf;

/**
 * How large executors are: the Java heap, the limit of arrays outside it, and what a container must
 * have beside the heap.
 *
 * <ul>
 *   <li>heap = 2.2 × data (Spark keeps the broadcast as it came and as it is read) + heap of a
 *       slot's trials × slots + 384 MB, at least 2 GB;
 *   <li>arrays = native memory of a slot's trials × slots, at least 256 MB: of the largest one, or
 *       of those that it trains together ({@link GroupMemory});
 *   <li>overhead = arrays + 1 GB for the virtual machine itself, the native libraries and the
 *       buffers of Spark's network.
 * </ul>
 *
 * <p>What somebody has set stays, unless it is too small for the experiment; then nothing starts.
 *
 * @param slots tasks at a time in an executor
 * @param heapMegabytes {@code spark.executor.memory}
 * @param arraysMegabytes {@code org.bytedeco.javacpp.maxbytes}
 * @param overheadMegabytes {@code spark.executor.memoryOverhead}
 */
record ExecutorMemory(int slots, long heapMegabytes, long arraysMegabytes, long overheadMegabytes) {
  /** The limit of arrays outside the heap, when somebody wants another: a size such as 4g. */
  static final String ARRAYS = "spark.espalier.native.memory";

  private static final String HEAP = "spark.executor.memory";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  /** A limit reserves nothing, so a generous one does no harm where cores are not known. */
  private static final int MOST_SLOTS = 64;

  private static final long MEGABYTE = 1 << 20;
  private static final long STEP_MEGABYTES = 256;
  private static final long SMALLEST_HEAP_MEGABYTES = 2048;
  private static final long OUTSIDE_ARRAYS_MEGABYTES = 1024;
  private static final long SPARK_HEAP_MEGABYTES = 384;
  private static final double DATA_COPIES = 2.2;

  /**
   * Sizes for settings that say how many cores an executor and a task have.
   *
   * @throws ClusterException if a size that is set is too small
   * @throws ConfigurationException if one cannot be read
   */
  static ExecutorMemory of(SparkConf conf, MemoryNeed need) {
    int slots = slots(conf);
    long heap = heap(conf, need, conf.contains("spark.executor.cores") ? slots : 1);
    long arrays = arrays(conf, need, slots);
    return new ExecutorMemory(slots, heap, arrays, overhead(conf, arrays, need, slots));
  }

  /** Trials side by side in an executor, from above where Spark does not know it either. */
  private static int slots(SparkConf conf) {
    int cores = conf.getInt("spark.executor.cores", conf.getInt("spark.cores.max", 0));
    int most = cores == 0 ? MOST_SLOTS : cores / trialCores(conf);
    return Math.max(1, Math.min(MOST_SLOTS, most));
  }

  private static int trialCores(SparkConf conf) {
    return conf.getInt("spark.task.cpus", 1);
  }

  private static long heap(SparkConf conf, MemoryNeed need, int slots) {
    long bytes = (long) (DATA_COPIES * need.dataBytes()) + slots * need.trialHeapBytes();
    long needed = megabytes(bytes) + SPARK_HEAP_MEGABYTES;
    if (!conf.contains(HEAP)) {
      return Math.max(SMALLEST_HEAP_MEGABYTES, rounded(needed));
    }
    long given = size(conf, HEAP);
    if (given < needed && need.dataBytes() > 0) {
      throw new ClusterException(
          HEAP
              + " is "
              + conf.get(HEAP)
              + ", but an executor holds the data twice ("
              + megabytes(need.dataBytes())
              + " MB each) and needs a heap of "
              + needed
              + " MB; set ESPALIER_EXECUTOR_MEMORY="
              + rounded(needed)
              + "m or leave it out");
    }
    return given;
  }

  private static long arrays(SparkConf conf, MemoryNeed need, int slots) {
    long one = megabytes(need.nativeBytes(trialCores(conf)));
    if (!conf.contains(ARRAYS)) {
      return rounded(Math.max(STEP_MEGABYTES, one * slots));
    }
    long given = size(conf, ARRAYS);
    if (given < one) {
      throw new ClusterException(
          ARRAYS
              + " is "
              + conf.get(ARRAYS)
              + ", but the largest row needs about "
              + one
              + " MB outside the heap; set ESPALIER_NATIVE="
              + rounded(one * (conf.contains("spark.executor.cores") ? slots : 1))
              + "m or leave it out");
    }
    return given;
  }

  private static long overhead(SparkConf conf, long arrays, MemoryNeed need, int slots) {
    long needed = arrays + OUTSIDE_ARRAYS_MEGABYTES;
    if (!conf.contains(OVERHEAD)) {
      return needed;
    }
    long given = size(conf, OVERHEAD);
    if (given < needed && MasterKind.of(conf.get("spark.master")).limitsContainers()) {
      throw new ClusterException(
          OVERHEAD
              + " is "
              + conf.get(OVERHEAD)
              + ", but "
              + slots
              + " trials side by side need "
              + needed
              + " MB beside the heap ("
              + megabytes(need.nativeBytes(trialCores(conf)))
              + " MB each for arrays of the largest row, 1024 MB for the virtual machine); set it to "
              + needed
              + "m or leave it out");
    }
    return given;
  }

  private static long size(SparkConf conf, String key) {
    try {
      return key.equals(ARRAYS)
          ? megabytes(conf.getSizeAsBytes(key))
          : conf.getSizeAsMb(key); // Spark's own settings count in MB without a unit
    } catch (NumberFormatException e) {
      throw new ConfigurationException(
          key + ": '" + conf.get(key) + "' is no size; accepted are whole numbers with a unit: 4g");
    }
  }

  /** Rounded up. */
  static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }

  private static long rounded(long megabytes) {
    return (megabytes + STEP_MEGABYTES - 1) / STEP_MEGABYTES * STEP_MEGABYTES;
  }

  /** In one line. */
  String inWords(MemoryNeed need) {
    return String.format(
        Locale.ROOT,
        "an executor has %d MB of heap and %d MB beside it, %d MB of them for arrays; %s",
        heapMegabytes,
        overheadMegabytes,
        arraysMegabytes,
        need.inWords());
  }

  /** Writes the sizes into the settings, the limit of arrays excepted, which is a JVM flag. */
  void write(SparkConf conf) {
    conf.set(HEAP, heapMegabytes + "m");
    conf.set(OVERHEAD, overheadMegabytes + "m");
    conf.set(ARRAYS, arraysMegabytes + "m");
  }
}
