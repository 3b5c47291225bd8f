package io.espalier.driver.cluster;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Whether results would still be there after the run. */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Refuses a folder that belongs to a driver on the cluster: it would vanish with the driver.
   *
   * @param directory as the experiment says it
   * @throws ClusterException naming it, and what would do
   */
  public static void require(String directory, Configuration hadoop) {
    require(directory, DriverProcess.onCluster(), hadoop);
  }

  static void require(String directory, boolean driverOnCluster, Configuration hadoop) {
    if (!driverOnCluster) {
      return;
    }
    Path path = new Path(directory);
    try {
      boolean local = path.getFileSystem(hadoop).getUri().getScheme().equals("file");
      if (local && !path.isAbsolute()) {
        throw new ClusterException(
            "output.directory "
                + directory
                + " is relative, and the driver runs in a folder of the cluster's that is deleted"
                + " with it; set output.directory to hdfs://… or to a whole path that all machines"
                + " share (--set output.directory=…), or set ESPALIER_DEPLOY=client");
      }
    } catch (IOException failure) {
      throw new ClusterException(
          directory + " cannot be reached: " + failure.getMessage(), failure);
    }
  }
}
