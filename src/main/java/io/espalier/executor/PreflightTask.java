package io.espalier.executor;

import java.io.IOException;
import java.net.InetAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads the native library and looks for a file that the driver has just written. Given the file's
 * URI, returns what is wrong, or nothing.
 */
public final class PreflightTask implements Function<String, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String call(String probe) throws IOException {
    String host = InetAddress.getLocalHost().getHostName();
    try {
      Nd4j.scalar(1.0f).close();
    } catch (LinkageError | RuntimeException failure) {
      return "the executor on "
          + host
          + " cannot load the native library of ND4J: "
          + failure
          + "; build the packaged jar for its platform (-Dnatives=…)";
    }
    Path file = new Path(probe);
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    if (!file.getFileSystem(hadoop).exists(file)) {
      return "the executor on "
          + host
          + " does not see the output folder "
          + file.getParent()
          + "; set output.directory to a folder that all machines share, or to hdfs://…";
    }
    return "";
  }
}
