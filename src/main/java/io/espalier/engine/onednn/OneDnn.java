package io.espalier.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_primitive_cache_capacity;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.nd4j.linalg.factory.Nd4j;

/** The library, loaded when it is first asked for. */
public final class OneDnn {
  /** Primitives that are kept for who makes the same again; each holds some 20 kB of code. */
  private static final int KEPT = 128;

  private OneDnn() {}

  /** Loads once, when it is loaded. */
  private static final class Loaded {
    static final Optional<dnnl_engine> ENGINE = load();

    private static Optional<dnnl_engine> load() {
      try {
        Nd4j.getBackend(); // first, so that both libraries have the same threads
        dnnl_engine engine = new dnnl_engine();
        require(dnnl_engine_create(engine, dnnl_cpu, 0), "make an engine");
        require(dnnl_set_primitive_cache_capacity(KEPT), "bound its cache");
        return Optional.of(engine);
      } catch (LinkageError | IllegalStateException notHere) {
        return Optional.empty();
      }
    }
  }

  /** Whether there is one for this platform. */
  public static boolean available() {
    return Loaded.ENGINE.isPresent();
  }

  /** Its version, {@code 3.11.0}, say; to be asked where it is available. */
  public static String version() {
    dnnl_version_t version = dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** The processor as the library sees it. */
  static dnnl_engine engine() {
    return Loaded.ENGINE.orElseThrow();
  }

  /**
   * Looks at what a function of the library returned.
   *
   * @throws IllegalStateException unless it is success
   */
  static void require(int status, String what) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN does not " + what + " (status " + status + ")");
    }
  }
}
