package io.espalier.engine.devices;

import io.espalier.engine.devices.DriverReport.Present;
import io.espalier.engine.devices.GpuRequest.Role;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether this process computes with CUDA. Made once, before ND4J looks for a backend: of the two
 * that the CUDA jar carries it would try the GPU's first, unpack gigabytes and find out late, or
 * not at all, that no card here can run its code.
 *
 * @param cuda whether ND4J is to use the GPU
 * @param objection why it is the CPU although a GPU was to be used, in one line
 * @param gpus what doctor shows
 */
public record BackendChoice(boolean cuda, Optional<String> objection, String gpus) {
  /** The simple name of ND4J's backend on GPUs. */
  public static final String CUDA_BACKEND = "JCublasBackend";

  private static final String BACKEND_CLASS = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  /** Made at the first question. */
  private static final class Here {
    static final BackendChoice CHOICE = choose();

    private static BackendChoice choose() {
      BackendChoice choice = of(packaged(), GpuRequest.here(), NvidiaSmi::ask);
      if (packaged() && !choice.cuda()) {
        ND4JClassLoading.setNd4jClassloader(
            new CpuBackendOnly(BackendChoice.class.getClassLoader()));
      }
      return choice.cuda()
          ? confirmed(choice, Nd4j.getBackend().getClass().getSimpleName())
          : choice;
    }
  }

  /** Of this process. Must be asked before anything of ND4J's runs. */
  public static BackendChoice here() {
    return Here.CHOICE;
  }

  /** The rules of the choice. */
  static BackendChoice of(boolean packaged, GpuRequest request, Supplier<DriverReport> report) {
    if (!packaged) {
      return cpu(
          request.asked() && request.role() == Role.EXECUTOR
              ? Optional.of("its jar computes on the CPU; submit espalier-cuda.jar")
              : Optional.empty(),
          "not used: this jar computes on the CPU, espalier-cuda.jar on GPUs");
    } else if (request.role() == Role.DRIVER) {
      return cpu(Optional.empty(), "not used: the driver does not train");
    } else if (request.role() == Role.EXECUTOR && !request.asked()) {
      return cpu(
          Optional.of("Spark gives its tasks no GPU addresses; set " + GpuRequest.AMOUNT),
          "not used: Spark gives no addresses");
    }
    DriverReport found = report.get();
    Optional<String> objection = CudaBuild.objection(found);
    return objection.isEmpty() && found instanceof Present present
        ? new BackendChoice(true, Optional.empty(), present.text())
        : cpu(objection, objection.orElse(""));
  }

  /** A choice of CUDA, once ND4J has started: it goes on with the CPU if a library is missing. */
  static BackendChoice confirmed(BackendChoice choice, String backend) {
    return backend.equals(CUDA_BACKEND)
        ? choice
        : cpu(
            Optional.of(
                "ND4J could not start CUDA, and its log says why, though nvidia-smi tells of "
                    + choice.gpus()),
            choice.gpus() + "; ND4J could not start CUDA");
  }

  private static BackendChoice cpu(Optional<String> objection, String gpus) {
    return new BackendChoice(false, objection, gpus);
  }

  /** Whether the class path has the CUDA backend. */
  public static boolean packaged() {
    return BackendChoice.class.getClassLoader().getResource(BACKEND_CLASS) != null;
  }

  /** Whether trials of this process's application train on GPUs, as far as can be known here. */
  public static boolean trialsOnGpus() {
    GpuRequest request = GpuRequest.here();
    return request.role() == Role.DRIVER ? packaged() && request.asked() : here().cuda();
  }
}
