package io.espalier.engine.step;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One operation on fixed arrays. */
interface Operation {
  void run();

  /** What it does, in a word of the native library or of ours. */
  String name();

  /** The shapes of what it reads, and then of what it writes. */
  List<long[]> shapes();

  /** An operation that is no call of the native library. */
  static Operation of(String name, Runnable work, INDArray... arrays) {
    return new Own(name, work, Arrays.stream(arrays).map(INDArray::shape).toList());
  }

  /** See {@link #of}. */
  record Own(String name, Runnable work, List<long[]> shapes) implements Operation {
    @Override
    public void run() {
      work.run();
    }
  }
}
