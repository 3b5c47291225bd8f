package io.espalier.driver.cluster;

import io.espalier.CountedPlan;
import io.espalier.Experiment;
import io.espalier.Plan;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.ModelTools;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Configuration;
import io.espalier.wire.TrialPlan;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.spark.util.SizeEstimator;

/**
 * The memory that an experiment asks of an executor.
 *
 * @param dataBytes the data in the Java heap, once; an executor holds them twice, as they came and
 *     as they are read
 * @param trialNativeBytes of the largest trial, or of all that train side by side in a slot,
 *     outside the Java heap
 * @param trialHeapBytes of the same, in the Java heap, without the data
 * @param gradientBytes outside the heap besides, for each core that a trial has beyond one
 */
public record MemoryNeed(
    long dataBytes, long trialNativeBytes, long trialHeapBytes, long gradientBytes) {
  /** Of a session that trains nothing. */
  public static final MemoryNeed NONE = new MemoryNeed(0, 0, 0, 0);

  /** Of one that trains where nothing depends on how much it takes. */
  static final MemoryNeed SOME = new MemoryNeed(1, 1, 1, 0);

  public MemoryNeed {
    if (LongStream.of(dataBytes, trialNativeBytes, trialHeapBytes, gradientBytes)
        .anyMatch(bytes -> bytes < 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "bytes below 0: %d, %d, %d, %d",
              dataBytes,
              trialNativeBytes,
              trialHeapBytes,
              gradientBytes));
    }
  }

  /** What an experiment asks for: the data as they are, and the largest of its trials. */
  public static MemoryNeed of(Experiment spec, PreparedData data) {
    Plan plan = CountedPlan.of(spec, data);
    GroupMemory group = GroupMemory.of(spec, data);
    TrialMemory largest =
        new LargestTrial(spec.space(), row -> trial(plan, row, group, data)).memory();
    return new MemoryNeed(
        SizeEstimator.estimate(data),
        largest.nativeBytes(),
        largest.heapBytes(),
        largest.gradientBytes());
  }

  /** Outside the heap, of a trial with so many cores. */
  long nativeBytes(int cores) {
    return trialNativeBytes + (cores - 1L) * gradientBytes;
  }

  /** In one line. */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "the data take %d MB, the largest trial about %d MB outside the heap",
        ExecutorMemory.megabytes(dataBytes),
        ExecutorMemory.megabytes(trialNativeBytes));
  }

  private static TrialMemory trial(
      Plan plan, Configuration row, GroupMemory group, PreparedData data) {
    try {
      TrialPlan resolved = plan.of(row);
      Targets targets = data.dataset().targets();
      LayerShapes shapes =
          ModelTools.shapes(
              resolved.model(), data.dataset().shape(), targets.outputs(), targets.task());
      TrialMemory alone = TrialMemory.of(shapes, resolved.training(), data);
      return group.memory(resolved, data, shapes.parameters()).map(alone::larger).orElse(alone);
    } catch (ImpossibleModelException neverTrained) {
      return TrialMemory.NONE;
    }
  }
}
