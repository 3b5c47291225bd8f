package io.espalier.engine.step;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What of the processor decides which operations a plan is made of. */
final class Processor {
  /** What the native library calls one with AVX-512. */
  private static final int LEVEL_OF_AVX_512 = 3;

  /** A system property by which benchmarks run what processors without AVX-512 do: true. */
  private static final String WITHOUT_AVX_512 = "io.espalier.bench.withoutAvx512";

  private Processor() {}

  /** Whether it has AVX-512. */
  static boolean hasAvx512() {
    if (Boolean.getBoolean(WITHOUT_AVX_512)) {
      return false;
    }
    Nd4j.getBackend(); // loads it; the holder alone would find none, then or ever after
    return NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel() >= LEVEL_OF_AVX_512;
  }
}
