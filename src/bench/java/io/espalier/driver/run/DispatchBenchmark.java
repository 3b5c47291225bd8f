package io.espalier.driver.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.driver.cluster.HostHealth;
import io.espalier.driver.cluster.SparkSessions;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.Patience;
import io.espalier.driver.tables.TableDigest;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A search whose trials sleep: the real scheduler, loop, journal, tables and Spark; only the
 * executors' function is another. The clock runs from Spark's being up to the end that the journal
 * and the tables have.
 */
public final class DispatchBenchmark {
  private static final String EXPERIMENT =
      """
      experiment { name = sleep, seed = 1 }
      data { source = blobs, examples = 100, features = 2, centres = 2, test = 0, validation = 0.2 }
      model { kind = mlp, layers = [ { dense { units { int = [1, UNITS] } } } ] }
      training {
        updater { kind = sgd, learning-rate { uniform = [0.001, 0.1], points = 100 } }
        epochs = 1
      }
      search { SEARCH }
      retrain { rows = none }
      output { directory = "FOLDER" }
      """;

  private final int trials;
  private final double seconds;
  private final int slots;
  private final Path folder;
  private final String searcher;
  private final Map<String, Object> result = new LinkedHashMap<>();

  private DispatchBenchmark(int trials, double seconds, int slots, Path folder, String searcher) {
    this.trials = trials;
    this.seconds = seconds;
    this.slots = slots;
    this.folder = folder;
    this.searcher = searcher;
  }

  /**
   * Arguments: trials (a multiple of 100), seconds that each sleeps, slots, a folder for the run,
   * the searcher. Prints one line of JSON.
   */
  public static void main(String[] arguments) throws IOException {
    new DispatchBenchmark(
            Integer.parseInt(arguments[0]),
            Double.parseDouble(arguments[1]),
            Integer.parseInt(arguments[2]),
            Path.of(arguments[3]),
            arguments[4])
        .measure();
    System.exit(0);
  }

  private void measure() throws IOException {
    Experiment spec = spec();
    System.setProperty("spark.master", "local[" + slots + "]");
    SparkSession session = SparkSessions.open(spec.name());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Configuration hadoop = spark.hadoopConfiguration();
    PreparedData data = new DataLoader(hadoop).load(spec.data(), spec.seed());
    String run = folder.resolve("run").toString();
    spark.parallelize(IntStream.range(0, slots).boxed().toList(), slots).count();
    long start = System.nanoTime();
    RunRecord record = new RunRecord(Journal.create(run, hadoop));
    record.append(List.of(opened(spec, data)));
    search(spark, record, spec, data, new TaskDispatcher(spark, new SleepTask(seconds)));
    note("search_seconds", start);
    new TableWriter(run, hadoop).compact(record.history());
    record.append(List.of(new Event.RunFinished(TableDigest.of(record.history()), 1)));
    note("total_seconds", start);
    IdleGaps gaps = IdleGaps.of(SleepTask.busy(), slots);
    result.put("idle_ms_median", gaps.median());
    result.put("idle_ms_longest", gaps.longest());
    result.put("assignments", SleepTask.busy().size());
    System.gc();
    result.put(
        "heap_mb",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_048_576.0);
    record.close();
    query(session, run);
    reopen(run, hadoop);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private void search(
      JavaSparkContext spark,
      RunRecord record,
      Experiment spec,
      PreparedData data,
      TaskDispatcher dispatcher) {
    TrialPlans plans = new TrialPlans(spec, data);
    ModelStore models =
        new ModelStore(
            spec.name(),
            1,
            new org.apache.hadoop.fs.Path(folder.toString()),
            new Configuration(),
            data,
            spec.data().source(),
            Patience.NONE);
    new SearchLoop(
            record,
            plans.scheduler(),
            dispatcher,
            new TrialSegments(
                spec, plans, models, new Checkpoints(folder.toString(), new Configuration())),
            Fusion.NONE,
            new Troubles(HostHealth.of(spark.sc(), line -> {}), line -> {}),
            new LiveTrials(spec.objective()),
            plans.most(),
            new SearchClock(record.history(), OptionalDouble.empty()),
            RunListener.NONE)
        .run();
  }

  /** One query over the whole table, in a session that has answered another before. */
  private void query(SparkSession session, String run) {
    session.sql("select count(*) from range(10)").collectAsList();
    long start = System.nanoTime();
    session.read().parquet(run + "/tables/trials").createOrReplaceTempView("trials");
    long rows =
        session
            .sql("select status, count(*) as n, min(objective) from trials group by status")
            .first()
            .getLong(1);
    note("query_seconds", start);
    if (rows != trials) {
      throw new IllegalStateException("the table has " + rows + " completed trials");
    }
  }

  private void reopen(String run, Configuration hadoop) throws IOException {
    long start = System.nanoTime();
    Journal.history(run, hadoop);
    note("replay_seconds", start);
    try (Stream<Path> files = Files.list(Path.of(run, "journal"))) {
      result.put("journal_files", files.count());
    }
  }

  private void note(String name, long startNanos) {
    result.put(name, (System.nanoTime() - startNanos) / 1e9);
  }

  private Experiment spec() throws IOException {
    Path file = folder.resolve("sleep.conf");
    Files.writeString(
        file,
        EXPERIMENT
            .replace("UNITS", Integer.toString(searcher.equals("grid") ? trials / 100 : trials))
            .replace("SEARCH", search())
            .replace("FOLDER", folder.toString()));
    return ExperimentFile.load(file, List.of(), Map.of());
  }

  private String search() {
    return searcher.equals("grid") ? "" : "algorithm = " + searcher + ", trials = " + trials;
  }

  private static Event.RunOpened opened(Experiment spec, PreparedData data) {
    return new Event.RunOpened(
        spec.name(),
        1,
        spec.seed(),
        Identity.of(spec).text(),
        RetrainText.of(spec.retrain()),
        data.fingerprint(),
        spec.objective(),
        Column.of(spec.space()),
        List.of(),
        0,
        new TreeMap<>(),
        System.currentTimeMillis());
  }
}
