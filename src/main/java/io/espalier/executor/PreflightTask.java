package io.espalier.executor;

import io.espalier.executor.devices.Host;
import io.espalier.executor.devices.NoDeviceException;
import io.espalier.executor.devices.TaskDevice;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Takes a device, loads the native library and looks for a file that the driver has just written,
 * given by its URI.
 */
public final class PreflightTask implements Function<String, PreflightTask.Finding> {
  private static final long serialVersionUID = 1L;

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
    try {
      TaskDevice.take();
    } catch (NoDeviceException none) {
      return new Finding(Host.name(), String.valueOf(none.getMessage()), "");
    }
    return new Finding(Host.name(), problem(probe), TaskDevice.fallback().orElse(""));
  }

  private static String problem(String probe) throws IOException {
    try {
      Nd4j.scalar(1.0f).close();
    } catch (LinkageError | RuntimeException failure) {
      return "the executor on "
          + Host.name()
          + " cannot load the native library of ND4J: "
          + failure
          + "; build the packaged jar for its platform (-Dnatives=…)";
    }
    Path file = new Path(probe);
    if (!file.getFileSystem(new Configuration()).exists(file)) {
      return "the executor on "
          + Host.name()
          + " does not see the output folder "
          + file.getParent()
          + "; set output.directory to a folder that all machines share, or to hdfs://…";
    }
    return "";
  }
}
