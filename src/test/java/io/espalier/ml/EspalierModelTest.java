package io.espalier.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.Espalier;
import io.espalier.ExperimentBuilder;
import io.espalier.ReportSpec;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.Inputs;
import io.espalier.data.tables.TableInputs;
import io.espalier.driver.run.ModelCard;
import io.espalier.engine.ModelTools;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EspalierModelTest {
  private static SparkSession spark;
  @TempDir private static Path folder;
  private static Path table;
  private static String run;

  /** A run over a table with words, numbers, dates and holes, and its table. */
  @BeforeAll
  static void search() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .config("spark.sql.extensions", EspalierExtensions.class.getName())
            .getOrCreate();
    table = Files.writeString(folder.resolve("fruit.csv"), fruit(90));
    Path file =
        Files.writeString(
            folder.resolve("fruit.conf"),
            String.format(
                Locale.ROOT,
                """
          experiment { name = fruit, seed = 3 }
          data {
            source = csv, path = "%s", label = kind, missing = mean, validation = 0.2, test = 0.2
            columns { colour { missing = most-frequent }, picked { kind = date, date-inputs = [month, day] } }
          }
          model { kind = mlp, layers = [ { dense = 6 } ] }
          training { updater { kind = adam, learning-rate = 0.02 }, epochs = 3 }
          report = none
          output.directory = "%s"
          """,
                table,
                folder.resolve("out")));
    run = Espalier.run(spark, file).folder();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static String fruit(int rows) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("weight,colour,picked,kind\n");
    for (int i = 0; i < rows; i++) {
      boolean apple = random.nextBoolean();
      String weight =
          i % 11 == 4 ? "" : String.valueOf(100 + random.nextInt(60) + (apple ? 40 : 0));
      String colour = i % 7 == 2 ? "" : apple ? "red" : random.nextBoolean() ? "yellow" : "green";
      text.append(weight).append(',').append(colour).append(",2024-0").append(1 + i % 9);
      text.append("-11,").append(apple ? "apple" : "pear").append('\n');
    }
    return text.toString();
  }

  private static Dataset<Row> rows() {
    return spark.read().option("header", true).option("inferSchema", true).csv(table.toString());
  }

  /** What {@code espalier predict} makes of the same file. */
  private static float[][] expected() throws IOException {
    Configuration hadoop = new Configuration();
    ModelCard card = ModelCard.read(best(), hadoop);
    Inputs inputs =
        new TableInputs(hadoop, notice -> {})
            .read((DataSource.Table) card.source(), card.encoding(), table.toString());
    float[] numbers = new float[inputs.features().length()];
    inputs.features().copy(0, numbers, 0, numbers.length);
    card.normalisation().apply(numbers, 0, inputs.examples(), card.input());
    return ModelTools.predict(
        best() + "/" + ModelCard.MODEL, numbers, inputs.examples(), card.input());
  }

  private static org.apache.hadoop.fs.Path best() {
    return new org.apache.hadoop.fs.Path(run, "best");
  }

  @Test
  void rawRowsAreScoredAsTheirFileIs() throws IOException {
    EspalierModel model = EspalierModel.load(run);
    Dataset<Row> scored = model.transform(rows());
    float[][] expected = expected();
    assertThat(scored.columns())
        .containsExactly(
            "weight", "colour", "picked", "kind", "prediction", "predictedClass", "probability");
    List<Row> found = scored.collectAsList();
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      Row row = found.get(i);
      double[] probabilities = ((Vector) row.getAs("probability")).toArray();
      assertThat(probabilities).hasSize(2);
      assertThat(probabilities[1]).isCloseTo(expected[i][1], within(1e-6));
      int likeliest = probabilities[1] > probabilities[0] ? 1 : 0;
      assertThat((double) row.getAs("prediction")).isEqualTo(likeliest);
      assertThat((String) row.getAs("predictedClass")).isEqualTo(model.classes().get(likeliest));
    }
    assertThat(scored.select("weight", "colour", "picked", "kind").collectAsList())
        .isEqualTo(rows().collectAsList());
  }

  @Test
  void aSavedModelIsTheSameAndKeepsItsParams() throws IOException {
    EspalierModel model = EspalierModel.load(run).setProbabilityCol("p").setPredictedClassCol("");
    String saved = folder.resolve("saved").toString();
    model.write().overwrite().save(saved);
    model.write().overwrite().save(saved);
    EspalierModel loaded = EspalierModel.load(saved);
    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.transform(rows()).columns()).endsWith("kind", "prediction", "p");
    assertThat(loaded.transform(rows()).collectAsList())
        .isEqualTo(model.transform(rows()).collectAsList());
    assertThatThrownBy(() -> model.save(saved)).isInstanceOf(IOException.class);
  }

  @Test
  void cutsIntoPartitionsAndBatchesChangeNothingAndNothingRunsBeforeItIsAskedFor() {
    Dataset<Row> many = rows().crossJoin(spark.range(40).toDF("copy"));
    EspalierModel model = EspalierModel.load(run);
    String[] order = {"copy", "weight", "colour", "picked", "kind"};
    List<Row> once = model.transform(many.coalesce(1)).orderBy(order[0], order).collectAsList();
    List<Row> often = model.transform(many.repartition(7)).orderBy(order[0], order).collectAsList();
    assertThat(once).hasSize(3600).isEqualTo(often);
    Dataset<Row> failing =
        rows().withColumn("weight", functions.expr("double(raise_error('asked'))")).repartition(2);
    Dataset<Row> planned = model.transform(failing);
    assertThatThrownBy(planned::collect).hasStackTraceContaining("asked");
  }

  @Test
  void whatCannotBeTakenIsSaidInOneLine() {
    EspalierModel model = EspalierModel.load(run);
    assertThatThrownBy(() -> model.transform(rows().drop("weight")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the rows: no column \"weight\"; did you mean");
    assertThatThrownBy(() -> model.transform(rows().withColumn("prediction", functions.lit(1))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("\"prediction\" already");
    assertThatThrownBy(() -> model.setFeaturesCol("colour").transform(rows()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "the rows: column \"colour\": expected arrays or vectors of 6 numbers, found string");
    Dataset<Row> narrow = rows().withColumn("few", functions.expr("array(1, 2)"));
    assertThatThrownBy(() -> model.setFeaturesCol("few").transform(narrow).collect())
        .hasStackTraceContaining("column \"few\": expected 6 numbers, found 2");
    assertThatThrownBy(() -> EspalierModel.load(folder.resolve("nowhere").toString()))
        .hasMessageContaining("there is no run");
    assertThatThrownBy(() -> new EspalierModel("empty").transform(rows()))
        .hasMessageContaining("has no network");
  }

  @Test
  void sqlScoresTablesAndViews() {
    rows().createOrReplaceTempView("fruit");
    String call = EspalierExtensions.SCORE + "('" + run + "', 'fruit')";
    assertThat(
            spark
                .sql("SELECT predictedClass, weight FROM " + call + " WHERE weight > 130")
                .collectAsList())
        .isNotEmpty()
        .isEqualTo(
            EspalierModel.load(run)
                .transform(rows())
                .where("weight > 130")
                .select("predictedClass", "weight")
                .collectAsList());
    assertThatThrownBy(() -> spark.sql("SELECT * FROM " + EspalierExtensions.SCORE + "('fruit')"))
        .hasMessageContaining("expected two texts, a run and a table");
  }

  @Test
  void aModelStandsInAPipelineThatSavesAndLoads() throws IOException {
    ExperimentBuilder search =
        ExperimentBuilder.named("vectors")
            .data(DataSpec.of(new DataSource.Blobs(120, 3, 2, 1)))
            .grid("units", 4)
            .plan(
                row ->
                    new TrialPlan(
                        ModelSpec.mlp(row.whole("units")),
                        TrainingSpec.of(new Updater.Adam(0.05), 3)))
            .report(ReportSpec.NONE)
            .output(folder.resolve("out").toString());
    EspalierModel model =
        EspalierModel.load(Espalier.run(spark, search.build()).folder()).setFeaturesCol("features");
    VectorAssembler vectors =
        new VectorAssembler().setInputCols(new String[] {"a", "b", "c"}).setOutputCol("features");
    IndexToString names = new IndexToString().setInputCol("prediction").setOutputCol("named");
    PipelineModel pipeline =
        new Pipeline().setStages(new PipelineStage[] {vectors, model, names}).fit(numbers(3000));
    Dataset<Row> scored = pipeline.transform(numbers(3000));
    assertThat(scored.where("named <> predictedClass").count()).isZero();
    assertThat(scored.select("prediction").distinct().count()).isEqualTo(2);
    String saved = folder.resolve("pipeline").toString();
    pipeline.save(saved);
    assertThat(PipelineModel.load(saved).transform(numbers(3000)).collectAsList())
        .isEqualTo(scored.collectAsList());
    assertThat(
            model
                .setFeaturesCol("list")
                .transform(numbers(3000).selectExpr("array(a, b, c) AS list"))
                .select("probability")
                .collectAsList())
        .isEqualTo(scored.select("probability").collectAsList());
  }

  private static Dataset<Row> numbers(int rows) {
    return spark
        .range(rows)
        .selectExpr("sin(id) * 5 AS a", "cos(id * 3) * 5 AS b", "sin(id * 7) * 5 AS c");
  }
}
