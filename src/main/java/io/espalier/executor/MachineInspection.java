package io.espalier.executor;

import io.espalier.executor.models.FastPaths;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.layers.mkldnn.BaseMKLDNNHelper;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;

/** Asks ND4J, JavaCPP and the virtual machine what they are. */
final class MachineInspection {
  private static final String JAR_PREFIX = "nd4j-native-";

  private MachineInspection() {}

  static MachineFacts facts() {
    FastPaths.allow();
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    String reason = oneDnnReason();
    long maxNative = Pointer.maxBytes();
    return new MachineFacts(
        text(environment, Nd4jEnvironment.BACKEND_KEY),
        nativeLibrary(Loader.load(Nd4jCpu.class)),
        reason.isEmpty(),
        reason.isEmpty() ? "the native library has it and nothing forbids it" : reason,
        text(environment, Nd4jEnvironment.BLAS_VENDOR_KEY),
        Nd4j.getEnvironment().maxThreads(),
        Runtime.getRuntime().availableProcessors(),
        maxNative == Long.MAX_VALUE ? 0 : maxNative,
        Runtime.getRuntime().maxMemory(),
        "none");
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

  /** The classifier in the name of the jar a library was unpacked from. */
  static String nativeLibrary(String path) {
    for (String part : path.split("[/\\\\]", -1)) {
      if (part.startsWith(JAR_PREFIX) && part.endsWith(".jar")) {
        String version = part.substring(JAR_PREFIX.length(), part.length() - ".jar".length());
        int platform =
            version.indexOf("linux") >= 0 ? version.indexOf("linux") : version.indexOf("macosx");
        return platform >= 0 ? version.substring(platform) : version;
      }
    }
    return path;
  }

  private static String text(Properties environment, String key) {
    return String.valueOf(environment.get(key));
  }
}
