package io.espalier.engine;

import io.espalier.engine.devices.BackendChoice;
import io.espalier.engine.models.FastPaths;
import io.espalier.engine.onednn.OneDnn;
import java.nio.file.Path;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;

/** Asks ND4J, JavaCPP and the virtual machine what they are. */
final class MachineInspection {
  private MachineInspection() {}

  static MachineFacts facts() {
    FastPaths.allow();
    NativeCache.deleteInTheEnd();
    BackendChoice choice = BackendChoice.here();
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    String reason = choice.cuda() ? "GPUs have none" : oneDnnReason();
    long maxNative = Pointer.maxBytes();
    return new MachineFacts(
        text(environment, Nd4jEnvironment.BACKEND_KEY),
        choice.cuda() ? "nd4j-cuda-11.6" : nativeLibrary(Loader.load(Nd4jCpu.class)),
        reason.isEmpty(),
        reason.isEmpty() ? having() : reason,
        reason.isEmpty() ? version() : "off",
        text(environment, Nd4jEnvironment.BLAS_VENDOR_KEY),
        Nd4j.getEnvironment().maxThreads(),
        Runtime.getRuntime().availableProcessors(),
        maxNative == Long.MAX_VALUE ? 0 : maxNative,
        Runtime.getRuntime().maxMemory(),
        choice.gpus(),
        choice.objection().isPresent());
  }

  private static String having() {
    return OneDnn.available()
        ? OneDnn.version() + " for images and products, the native library's own for the rest"
        : "the native library has it and nothing forbids it";
  }

  private static String version() {
    return OneDnn.available() ? OneDnn.version() : "on";
  }

  /** Why oneDNN is off; empty if it is on. */
  private static String oneDnnReason() {
    if (Boolean.parseBoolean(System.getProperty(FastPaths.DISABLED, "true"))) {
      return "the system property " + FastPaths.DISABLED + " is not false";
    } else if (!Nd4jCpu.Environment.getInstance().isUseONEDNN()) {
      return "the native library was built without it (a classifier with -onednn- has it)";
    } else if (!Nd4j.getEnvironment().helpersAllowed()) {
      return "ND4J's environment does not allow helpers";
    }
    return BaseMKLDNNHelper.mklDnnEnabled() ? "" : "DL4J does not find it";
  }

  /** The classifier of a library, which is the name of the folder that it was unpacked to. */
  static String nativeLibrary(String path) {
    Path folder = Path.of(path).getParent();
    return folder == null ? path : String.valueOf(folder.getFileName());
  }

  private static String text(Properties environment, String key) {
    return String.valueOf(environment.get(key));
  }
}
