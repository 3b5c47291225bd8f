package io.espalier.engine;

import io.espalier.engine.devices.Host;
import io.espalier.engine.devices.NoDeviceException;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.models.HadoopSettings;
import io.espalier.engine.trial.EnvironmentException;
import io.espalier.wire.Platform;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.nd4j.linalg.factory.Nd4j;
import scala.util.Properties;

/**
 * Looks at the executor's Java, takes a device, loads the native library and looks for a file that
 * the driver has just written. Given the file's URI, returns what it found.
 */
public final class PreflightTask implements Function<String, PreflightTask.Finding> {
  private static final long serialVersionUID = 1L;

  /**
   * What a task found.
   *
   * @param host of the executor, as Spark calls it
   * @param problem what is wrong there and what to do, in one line; empty if nothing is
   * @param broken whether the host itself is broken, so that others may do the work
   * @param notice what a person should know all the same, in one line; empty if there is nothing
   */
  public record Finding(String host, String problem, boolean broken, String notice)
      implements Serializable {}

  @Override
  public Finding call(String probe) throws IOException {
    NativeCache.deleteInTheEnd();
    Optional<String> broken = broken();
    String problem = broken.isPresent() ? broken.get() : problem(probe);
    return new Finding(
        Host.name(),
        problem,
        broken.isPresent(),
        broken.isPresent() ? "" : TaskDevice.fallback().orElse(""));
  }

  /** What is wrong with the host: it has not the device, or cannot load the libraries. */
  private static Optional<String> broken() {
    try {
      TaskDevice.take();
      Nd4j.scalar(1.0f).close();
      return Optional.empty();
    } catch (NoDeviceException none) {
      return Optional.of(String.valueOf(none.getMessage()));
    } catch (LinkageError | RuntimeException failure) {
      return Optional.of(
          here(
              "cannot load the native library of ND4J: "
                  + EnvironmentException.line(failure)
                  + "; build the packaged jar for its platform (-Dnatives=…)"));
    }
  }

  private static String here(String what) {
    return "the executor on " + Host.name() + " " + what;
  }

  /** What is wrong with how the cluster is set up. */
  private static String problem(String probe) throws IOException {
    List<Integer> javas =
        Platform.javas(
            org.apache.spark.package$.MODULE$.SPARK_VERSION(), Properties.versionNumberString());
    if (!javas.contains(Runtime.version().feature())) {
      return here(
          String.format(
              Locale.ROOT,
              "runs Java %d; Espalier needs Java %s on every machine of the cluster",
              Runtime.version().feature(),
              Platform.text(javas)));
    }
    Path file = new Path(probe);
    if (!file.getFileSystem(HadoopSettings.here()).exists(file)) {
      return here(
          "does not see the output folder "
              + file.getParent()
              + "; set output.directory to a folder that all machines share, or to hdfs://…");
    }
    return "";
  }
}
