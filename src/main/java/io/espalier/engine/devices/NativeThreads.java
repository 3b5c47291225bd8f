package io.espalier.engine.devices;

import org.apache.spark.TaskContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Threads of native operations. Usually {@code OMP_NUM_THREADS} sets them before the virtual
 * machine starts; where nobody has, each would take all cores, and trials side by side hinder each
 * other 5 to 25 times.
 */
final class NativeThreads {
  private static final boolean SET_FROM_OUTSIDE = System.getenv("OMP_NUM_THREADS") != null;

  private NativeThreads() {}

  /** Gives the calling thread's operations as many threads as its task has cores. */
  static void useThoseOf(TaskContext task) {
    if (!SET_FROM_OUTSIDE) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(task.cpus());
      Nd4j.factory().blas().setMaxThreads(task.cpus());
    }
  }
}
