package io.espalier.driver.run;

import io.espalier.executor.PreflightTask;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One task that proves, before anything is trained, that an executor can load the native library
 * and sees the run's folder.
 */
final class Preflight {
  private Preflight() {}

  static void check(JavaSparkContext spark, String runFolder, Configuration hadoop) {
    Path probe = new Path(runFolder, "_preflight");
    try {
      FileSystem files = probe.getFileSystem(hadoop);
      files.create(probe, true).close();
      try {
        String seen = files.makeQualified(probe).toString();
        spark.sc().setJobDescription("preflight");
        String problem = spark.parallelize(List.of(seen), 1).map(new PreflightTask()).first();
        if (!problem.isEmpty()) {
          throw new ClusterException(problem);
        }
      } finally {
        files.delete(probe, false);
      }
    } catch (IOException failure) {
      throw new ClusterException(
          runFolder + " cannot be written: " + failure.getMessage(), failure);
    }
  }
}
