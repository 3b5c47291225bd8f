package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.RunListener;
import io.espalier.RunOptions;
import io.espalier.SearchProgress;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.run.ExperimentRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * What the data cost the heap of an executor, on a cluster of two, whatever the number of trials.
 */
@ExtendWith(SharedCluster.class)
class BroadcastMemoryIT {
  private static final long MNIST_BYTES = 70_000L * 28 * 28;
  private static final double MOST = 2.2;
  private static final double MOST_BY_TRIALS = 0.1;
  private static final int TRIALS = 40;
  private static final int FEW_TRIALS = 4;

  /** Loads libraries and classes on both executors. */
  private static final String WARM_UP =
      """
      experiment { name = warm-up, seed = 1 }
      data { source = digits, train = 400, test = 100, validation = 0.25 }
      """;

  private static final String MNIST =
      """
      experiment { name = memory, seed = 1 }
      data { source = mnist, validation = 0.25 }
      """;

  private static final String SEARCH =
      """
      model { kind = mlp, layers = [ { dense { units { int = [3, 42] } } } ] }
      training { updater { kind = sgd, learning-rate = 0.1 }, batch-size = 50, steps = 5 }
      retrain { rows = none }
      """;

  @TempDir private Path folder;

  @Test
  void theDataTakeTwiceTheirBytesAndTrialsAddNothing(StandaloneCluster cluster) throws IOException {
    String data = System.getenv().getOrDefault("ESPALIER_DATA", "");
    assumeTrue(
        !data.isEmpty() && Files.isDirectory(Path.of(data, "mnist")),
        "mnist is not below ESPALIER_DATA");
    SparkSession session = session(cluster.master());
    try {
      measure(session);
    } finally {
      session.stop();
    }
  }

  private void measure(SparkSession session) throws IOException {
    run(session, WARM_UP, progress -> {});
    Map<String, Long> before = heaps(session);
    Map<String, Long> few = new TreeMap<>();
    Map<String, Long> all = new TreeMap<>();
    run(
        session,
        MNIST,
        progress -> {
          if (progress.done() >= FEW_TRIALS && few.isEmpty()) {
            few.putAll(heaps(session));
          }
          if (progress.done() == TRIALS && all.isEmpty()) {
            all.putAll(heaps(session));
          }
        });
    for (String executor : before.keySet()) {
      double afterFew = growth(before, few, executor);
      double afterAll = growth(before, all, executor);
      System.out.printf(
          "executor %s: growth %.2f times the data after %d trials, %.2f after %d%n",
          executor, afterFew, FEW_TRIALS, afterAll, TRIALS);
      assertThat(afterFew).as("executor %s holds the data", executor).isBetween(1.0, MOST);
      assertThat(afterAll).as("executor %s", executor).isLessThan(MOST);
      assertThat(afterAll - afterFew).as("by trials").isLessThan(MOST_BY_TRIALS);
    }
  }

  private static double growth(Map<String, Long> before, Map<String, Long> after, String executor) {
    return (double) (after.get(executor) - before.get(executor)) / MNIST_BYTES;
  }

  private interface Watcher extends RunListener {
    @Override
    void searching(SearchProgress progress);
  }

  private void run(SparkSession session, String data, Watcher watcher) throws IOException {
    Path file = folder.resolve("memory.conf");
    Files.writeString(
        file, data + SEARCH + "output { directory = \"" + folder.resolve("out") + "\" }\n");
    ExperimentRun.run(
        ExperimentFile.load(file, List.of(), System.getenv()),
        RunOptions.standard().asNewRun().listener(watcher),
        session.sessionState().newHadoopConf(),
        need -> session);
  }

  /** Bytes on the heap of each executor after a collection, by its name. */
  private static Map<String, Long> heaps(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Map<String, Long> heaps = new TreeMap<>();
    List<Integer> tasks = IntStream.range(0, 8).boxed().toList();
    while (heaps.size() < 2) {
      List<Tuple2<String, Long>> found =
          new ArrayList<>(spark.parallelize(tasks, 8).map(new HeapProbe()).collect());
      found.forEach(heap -> heaps.merge(heap._1(), heap._2(), Math::min));
    }
    return heaps;
  }

  private static SparkSession session(String master) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", master);
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.jars", PackagedProgram.JAR.toUri().toString());
    settings.put(
        "spark.executor.extraClassPath",
        PackagedProgram.JAR.resolveSibling("test-classes").toString());
    settings.put(
        "spark.executor.extraJavaOptions",
        "-Dorg.bytedeco.javacpp.maxbytes=1g -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
            + " -Dorg.eclipse.deeplearning4j.helpers.disable=false");
    settings.forEach(System::setProperty);
    try {
      return SparkSessions.open("memory");
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }
}
