package io.espalier.engine.step;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The product of a batch {@code [examples, inputs]} and weights {@code [inputs, units]} that lie
 * column by column. With AVX-512, oneDNN's takes up to ten times as long as OpenBLAS takes for its
 * parts along the inputs, one added to the other, where inputs are many and units few, most of all
 * where a column fills whole pages; elsewhere parts take a tenth longer. The native library hands
 * views of some columns to OpenBLAS, whose calls wait for each other where it has several threads.
 * Which of both is found from shapes and the processor alone.
 */
final class LongProduct {
  /** Inputs of a part at most. */
  private static final int PART = 512;

  private static final int FEWEST_INPUTS = 600;

  /** Inputs whose columns begin at the same place of a page. */
  private static final int PAGE = 1024;

  private LongProduct() {}

  /** Records the product, of a batch that may be exchanged. */
  static void record(INDArray batch, INDArray weights, INDArray outputs, Recording recording) {
    List<INDArrayIndex> ranges = ranges(batch.size(0), weights, recording);
    if (ranges.size() == 1) {
      recording.product(batch, false, weights, outputs);
      return;
    }
    for (int i = 0; i < ranges.size(); i++) {
      INDArrayIndex range = ranges.get(i);
      INDArray some = recording.view(batch, b -> b.get(NDArrayIndex.all(), range));
      INDArray theirs = weights.get(range, NDArrayIndex.all());
      if (i == 0) {
        recording.product(some, false, theirs, outputs);
      } else {
        recording.addProduct(some, theirs, outputs);
      }
    }
  }

  /** The inputs of each part. */
  private static List<INDArrayIndex> ranges(long examples, INDArray weights, Recording recording) {
    long inputs = weights.size(0);
    int parts = recording.single() && helps() ? parts(examples, inputs, weights.size(1)) : 1;
    List<INDArrayIndex> ranges =
        IntStream.range(0, parts)
            .mapToObj(i -> NDArrayIndex.interval(inputs * i / parts, inputs * (i + 1) / parts))
            .toList();
    // ND4J takes a view of a view for empty where its place in all numbers is behind their length.
    boolean hidden =
        ranges.stream().anyMatch(range -> weights.get(range, NDArrayIndex.all()).isEmpty());
    return hidden ? List.of(NDArrayIndex.all()) : ranges;
  }

  private static boolean helps() {
    return Nd4j.factory().blas().getMaxThreads() == 1 && Processor.hasAvx512();
  }

  /** In how many parts the product takes the least time, as measured on an AMD EPYC (Zen 4). */
  static int parts(long examples, long inputs, long units) {
    return inputs >= FEWEST_INPUTS && pays(examples, inputs, units)
        ? (int) ((inputs + PART - 1) / PART)
        : 1;
  }

  private static boolean pays(long examples, long inputs, long units) {
    boolean pages = inputs % PAGE == 0;
    if (units >= 120) {
      return !pages && inputs >= 1536 && examples >= 16 && examples <= 64;
    }
    return units <= 16 || examples <= 64 || (examples <= 256 && (pages || units % 32 != 0));
  }
}
