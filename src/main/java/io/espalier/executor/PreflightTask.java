package io.espalier.executor;

import io.espalier.executor.devices.Host;
import io.espalier.executor.devices.NoDeviceException;
import io.espalier.executor.devices.TaskDevice;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Takes a device, loads the native library and looks for a file that the driver has just written,
 * given by its URI.
 */
public final class PreflightTask implements Function<String, Readiness> {
  private static final long serialVersionUID = 1L;

  @Override
  public Readiness call(String probe) throws IOException {
    try {
      TaskDevice.take();
    } catch (NoDeviceException none) {
      return new Readiness(String.valueOf(none.getMessage()), "");
    }
    return new Readiness(problem(probe), TaskDevice.fallback().orElse(""));
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
