package io.espalier.engine;

import io.espalier.engine.devices.Host;
import io.espalier.engine.devices.NoDeviceException;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.models.HadoopSettings;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Looks at the executor's Java, takes a device, loads the native library and looks for a file that
 * the driver has just written. Given the file's URI, returns what it found.
 */
public final class PreflightTask implements Function<String, PreflightTask.Finding> {
  private static final long serialVersionUID = 1L;

  private static final int JAVA = 17;

  /**
   * What a task found.
   *
   * @param host of the executor, as Spark calls it
   * @param problem what is wrong there and what to do, in one line; empty if nothing is
   * @param notice what a person should know all the same, in one line; empty if there is nothing
   */
  public record Finding(String host, String problem, String notice) implements Serializable {}

  @Override
  public Finding call(String probe) throws IOException {
    NativeCache.deleteInTheEnd();
    try {
      TaskDevice.take();
    } catch (NoDeviceException none) {
      return new Finding(Host.name(), String.valueOf(none.getMessage()), "");
    }
    String problem = problem(probe);
    return new Finding(
        Host.name(),
        problem.isEmpty() ? "" : "the executor on " + Host.name() + " " + problem,
        TaskDevice.fallback().orElse(""));
  }

  private static String problem(String probe) throws IOException {
    if (Runtime.version().feature() != JAVA) {
      return "runs Java %d; Espalier needs Java %d on every machine of the cluster"
          .formatted(Runtime.version().feature(), JAVA);
    }
    try {
      Nd4j.scalar(1.0f).close();
    } catch (LinkageError | RuntimeException failure) {
      return "cannot load the native library of ND4J: "
          + failure
          + "; build the packaged jar for its platform (-Dnatives=…)";
    }
    Path file = new Path(probe);
    if (!file.getFileSystem(HadoopSettings.here()).exists(file)) {
      return "does not see the output folder "
          + file.getParent()
          + "; set output.directory to a folder that all machines share, or to hdfs://…";
    }
    return "";
  }
}
