package io.espalier.driver.cluster;

import io.espalier.engine.PreflightTask;
import io.espalier.engine.PreflightTask.Finding;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/**
 * Tasks that prove, before anything is trained, that executors run the right Java, have the device
 * they need, can load the native library and see the run's folder. One task is enough, except for a
 * folder of a local file system: then every host is asked that has an executor by now.
 */
public final class Preflight {
  /** Spark may put a task elsewhere than asked for. */
  private static final int ROUNDS = 3;

  private final JavaSparkContext spark;
  private final String probe;
  private final HostHealth health;
  private final Consumer<String> notices;

  private Preflight(
      JavaSparkContext spark, String probe, HostHealth health, Consumer<String> notices) {
    this.spark = spark;
    this.probe = probe;
    this.health = health;
    this.notices = notices;
  }

  /**
   * Looks at the executors.
   *
   * @param health told of a host that is broken while others are not: it gets no work
   * @throws ClusterException if the cluster is set up wrongly, or no host can do the work
   */
  public static void check(
      JavaSparkContext spark,
      String runFolder,
      Configuration hadoop,
      HostHealth health,
      Consumer<String> notices) {
    Path probe = new Path(runFolder, "_preflight");
    try {
      FileSystem files = probe.getFileSystem(hadoop);
      make(probe, files);
      try {
        Path seen = files.makeQualified(probe);
        new Preflight(spark, seen.toString(), health, notices)
            .ask("file".equals(seen.toUri().getScheme()));
      } finally {
        files.delete(probe, false);
      }
    } catch (IOException | FSError failure) { // the error: a full disk, of Hadoop's local files
      throw new ClusterException(
          runFolder + " cannot be written: " + failure.getMessage(), failure);
    }
  }

  /** Hadoop would start a process for each local file's permissions, and for its checksum's. */
  private static void make(Path probe, FileSystem files) throws IOException {
    if (files instanceof LocalFileSystem local) {
      new FileOutputStream(local.pathToFile(probe)).close();
    } else {
      files.create(probe, true).close();
    }
  }

  private void ask(boolean everyHost) {
    Set<String> asked = new TreeSet<>();
    while (asked.isEmpty()) {
      asked.addAll(findings(List.of("")));
    }
    for (int round = 0; everyHost && round < ROUNDS; round++) {
      Set<String> others = new TreeSet<>(hosts());
      others.removeAll(asked);
      others.removeIf(health::isLeftOut);
      if (others.isEmpty()) {
        return;
      }
      asked.addAll(findings(List.copyOf(others)));
    }
  }

  /** Where Spark runs now; the driver counts as well. */
  private List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    for (SparkExecutorInfo executor : spark.sc().statusTracker().getExecutorInfos()) {
      hosts.add(executor.host());
    }
    return hosts;
  }

  /** The hosts of one task per wanted host that can do the work. */
  private List<String> findings(List<String> wanted) {
    spark.sc().setJobDescription("preflight");
    List<Finding> findings;
    try {
      findings = probes(wanted).map(new PreflightTask()).collect();
    } catch (Exception failure) { // Spark throws checked exceptions undeclared
      throw new ClusterException(
          "a first task failed on the cluster: " + SparkSessions.reason(failure), failure);
    }
    List<String> well = new ArrayList<>();
    for (Finding finding : findings) {
      if (finding.problem().isEmpty()) {
        well.add(finding.host());
      } else if (finding.broken() && health.awaitOthers(finding.host())) {
        health.leaveOut(finding.host(), finding.problem());
      } else {
        throw new ClusterException(finding.problem());
      }
      if (!finding.notice().isEmpty()) {
        notices.accept(finding.notice());
      }
    }
    return well;
  }

  private JavaRDD<String> probes(List<String> hosts) {
    return spark
        .sc()
        .makeRDD(
            ScalaCollections.list(hosts, host -> new Tuple2<>(probe, preferred(host))),
            ClassTag$.MODULE$.<String>apply(String.class))
        .toJavaRDD();
  }

  private static Seq<String> preferred(String host) {
    return ScalaCollections.list(host.isEmpty() ? List.of() : List.of(host));
  }
}
