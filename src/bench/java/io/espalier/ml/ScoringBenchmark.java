package io.espalier.ml;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.Espalier;
import io.espalier.ExperimentBuilder;
import io.espalier.ReportSpec;
import io.espalier.data.DataSource;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.CompiledForward;
import io.espalier.engine.trial.Predictor;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A million rows of 20 numbers, in Spark's memory, through {@code transform} of an MLP 64-32,
 * against the network's recorded way forward alone on as many cores. Arguments: the file of
 * results, measurements of each, cores.
 */
public final class ScoringBenchmark {
  private static final int ROWS = 1_000_000;
  private static final int FEATURES = 20;
  private static final int UNMEASURED = 4;

  private ScoringBenchmark() {}

  private interface Work {
    void run() throws IOException;
  }

  /** Measures all in turns, so that they meet the same machine. */
  public static void main(String[] arguments) throws IOException {
    Path results = Path.of(arguments[0]);
    int measurements = Integer.parseInt(arguments[1]);
    int cores = Integer.parseInt(arguments[2]);
    SparkSession spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .config("spark.ui.enabled", false)
            .getOrCreate();
    String run = run(spark, results.resolveSibling("scoring"));
    EspalierModel model = EspalierModel.load(run);
    Dataset<Row> vectors = vectors(spark).cache();
    Dataset<Row> columns = columns(spark, model).cache();
    EspalierModel ofVectors = EspalierModel.load(run).setFeaturesCol("features");
    Map<String, Work> works = new LinkedHashMap<>();
    works.put("forward alone", () -> forward(run, cores));
    works.put("rows read, a column of vectors", () -> consume(vectors));
    works.put("transform, a column of vectors", () -> consume(ofVectors.transform(vectors)));
    works.put("rows read, 20 columns", () -> consume(columns));
    works.put("transform, 20 columns", () -> consume(model.transform(columns)));
    print(measured(works, measurements), results, cores);
    spark.stop();
  }

  private static String run(SparkSession spark, Path folder) {
    ExperimentBuilder search =
        ExperimentBuilder.named("scoring")
            .data(new DataSource.Blobs(2000, FEATURES, 2, 1))
            .grid("first", 64)
            .plan(
                row ->
                    new TrialPlan(
                        ModelSpec.mlp(row.whole("first"), 32),
                        TrainingSpec.of(new Updater.Adam(0.001), 1)))
            .report(ReportSpec.NONE)
            .output(folder.toString());
    return Espalier.run(spark, search.build()).folder();
  }

  private static Dataset<Row> columns(SparkSession spark, EspalierModel model) {
    List<String> names = model.inputNames();
    return spark
        .range(ROWS)
        .selectExpr(
            IntStream.range(0, FEATURES)
                .mapToObj(i -> "randn(" + i + ") AS `" + names.get(i) + "`")
                .toArray(String[]::new));
  }

  private static Dataset<Row> vectors(SparkSession spark) {
    String[] names = IntStream.range(0, FEATURES).mapToObj(i -> "x" + i).toArray(String[]::new);
    Dataset<Row> numbers =
        spark
            .range(ROWS)
            .selectExpr(
                Arrays.stream(names)
                    .map(name -> "randn(" + name.substring(1) + ") AS " + name)
                    .toArray(String[]::new));
    return new VectorAssembler()
        .setInputCols(names)
        .setOutputCol("features")
        .transform(numbers)
        .select("features");
  }

  private static void consume(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  /** The same million through the network's recorded operations, a share on each core. */
  private static void forward(String run, int cores) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Future<?>> shares = new ArrayList<>();
      MultiLayerNetwork[] networks = new MultiLayerNetwork[cores];
      for (int i = 0; i < cores; i++) {
        networks[i] =
            (MultiLayerNetwork) ModelFiles.toPredict(new CheckpointRef(run + "/best/model.zip"));
      }
      for (MultiLayerNetwork network : networks) {
        shares.add(threads.submit(() -> forward(network, ROWS / cores)));
      }
      for (Future<?> share : shares) {
        share.get();
      }
    } catch (InterruptedException | ExecutionException failure) {
      throw new IOException(failure);
    } finally {
      threads.shutdown();
    }
  }

  private static void forward(MultiLayerNetwork network, int rows) {
    int batch = Predictor.batchSize(FEATURES);
    float[] inputs = new float[batch * FEATURES];
    Random random = new Random(1);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    try (CompiledForward forward = new CompiledForward(network, batch, FEATURES)) {
      float[] outputs = new float[forward.outputs()];
      for (int done = 0; done < rows; done += batch) {
        forward.apply(inputs, 0, inputs.length, outputs);
      }
    }
    Release.network(network);
  }

  private static Map<String, Double> measured(Map<String, Work> works, int measurements)
      throws IOException {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int i = -UNMEASURED; i < measurements; i++) {
      for (Map.Entry<String, Work> work : works.entrySet()) {
        long start = System.nanoTime();
        work.getValue().run();
        if (i >= 0) {
          seconds
              .computeIfAbsent(work.getKey(), name -> new ArrayList<>())
              .add((System.nanoTime() - start) / 1e9);
        }
      }
    }
    return seconds.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().stream().sorted().toList().get(measurements / 2),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static void print(Map<String, Double> medians, Path results, int cores)
      throws IOException {
    double alone = Objects.requireNonNull(medians.get("forward alone"));
    System.out.println(
        "\n| 1,000,000 x 20, MLP 64-32, " + cores + " cores | s | rows/s | of forward alone |");
    System.out.println("|---|---:|---:|---:|");
    medians.forEach(
        (name, seconds) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %,.0f | %.2f |%n",
                name,
                seconds,
                ROWS / seconds,
                alone / seconds));
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(results.toFile(), medians);
  }
}
