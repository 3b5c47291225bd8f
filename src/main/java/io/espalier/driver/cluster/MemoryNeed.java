package io.espalier.driver.cluster;

import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Configuration;
import io.espalier.wire.TrialPlan;
import java.util.Iterator;
import org.apache.spark.util.SizeEstimator;

/**
 * The memory that an experiment asks of an executor.
 *
 * @param dataBytes the data in the Java heap, once; an executor holds them twice, as they came and
 *     as they are read
 * @param trialNativeBytes of the largest trial, outside the Java heap
 * @param trialHeapBytes of the largest trial, in the Java heap, without the data
 */
public record MemoryNeed(long dataBytes, long trialNativeBytes, long trialHeapBytes) {
  /** Of a session that trains nothing. */
  public static final MemoryNeed NONE = new MemoryNeed(0, 0, 0);

  /** Larger grids are looked through in steps. */
  private static final long CHECKED_ROWS = 20_000;

  public MemoryNeed {
    if (dataBytes < 0 || trialNativeBytes < 0 || trialHeapBytes < 0) {
      throw new IllegalArgumentException(
          "bytes below 0: %d, %d, %d".formatted(dataBytes, trialNativeBytes, trialHeapBytes));
    }
  }

  /**
   * What an experiment asks for: the data as they are, and the largest of its rows. Of a grid of
   * more than 20,000 rows every second, third … row is looked at.
   */
  public static MemoryNeed of(Experiment spec, PreparedData data) {
    long every = spec.space().stream().count() / CHECKED_ROWS + 1;
    long nativeBytes = 0;
    long heapBytes = 0;
    long number = 0;
    Iterator<Configuration> all = spec.space().stream().iterator();
    while (all.hasNext()) {
      Configuration row = all.next();
      if (number++ % every == 0) {
        TrialMemory trial = trial(spec, data, row);
        nativeBytes = Math.max(nativeBytes, trial.nativeBytes());
        heapBytes = Math.max(heapBytes, trial.heapBytes());
      }
    }
    return new MemoryNeed(SizeEstimator.estimate(data), nativeBytes, heapBytes);
  }

  /** In one line. */
  public String inWords() {
    return "the data take %d MB, the largest row about %d MB outside the heap"
        .formatted(ExecutorMemory.megabytes(dataBytes), ExecutorMemory.megabytes(trialNativeBytes));
  }

  private static TrialMemory trial(Experiment spec, PreparedData data, Configuration row) {
    try {
      TrialPlan resolved = spec.plan().of(row);
      LayerShapes shapes =
          LayerShapes.of(
              resolved.model(), data.dataset().shape(), data.dataset().targets().outputs());
      return TrialMemory.of(shapes, resolved.training(), data);
    } catch (ImpossibleModelException neverTrained) {
      return TrialMemory.NONE;
    }
  }
}
