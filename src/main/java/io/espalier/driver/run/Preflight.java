package io.espalier.driver.run;

import io.espalier.executor.PreflightTask;
import io.espalier.executor.PreflightTask.Finding;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One task that proves, before anything is trained, that an executor has the device it needs, can
 * load the native library and sees the run's folder.
 */
final class Preflight {
  private Preflight() {}

  static void check(
      JavaSparkContext spark, String runFolder, Configuration hadoop, Consumer<String> notices) {
    Path probe = new Path(runFolder, "_preflight");
    try {
      FileSystem files = probe.getFileSystem(hadoop);
      files.create(probe, true).close();
      try {
        String seen = files.makeQualified(probe).toString();
        spark.sc().setJobDescription("preflight");
        Finding found = spark.parallelize(List.of(seen), 1).map(new PreflightTask()).first();
        if (!found.problem().isEmpty()) {
          throw new ClusterException(found.problem());
        } else if (!found.notice().isEmpty()) {
          notices.accept(found.notice());
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
