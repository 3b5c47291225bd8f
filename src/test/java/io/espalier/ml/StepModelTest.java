package io.espalier.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.Espalier;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Inputs;
import io.espalier.data.tables.TableInputs;
import io.espalier.driver.run.ModelCard;
import io.espalier.engine.ModelTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of rows that are steps. */
class StepModelTest {
  private static SparkSession spark;
  @TempDir private static Path folder;
  private static Path table;
  private static String run;

  @BeforeAll
  static void search() throws IOException {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF");
    table = Files.writeString(folder.resolve("days.csv"), days(60));
    Path file = Files.writeString(folder.resolve("days.conf"), experiment());
    run = Espalier.run(spark, file).folder();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static String experiment() {
    return """
        experiment { name = days, seed = 3 }
        data {
          source = csv, path = "%s", label = kind, sequence { by = [site, day], order = hour }
          missing = drop, normalize = fitted, validation = 0.2, test = 0.2
        }
        model { kind = rnn, layers = [ { lstm = 4 } ] }
        training { updater { kind = adam, learning-rate = 0.02 }, epochs = 3 }
        report = none
        output.directory = "%s"
        """
        .formatted(table, folder.resolve("out"));
  }

  /** Days whose hours come in any order: rising or falling warmth, and weather in words. */
  private static String days(int count) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("warmth,site,hour,day,sky,kind\n");
    for (int hour = 6; hour >= 0; hour--) {
      for (int day = 0; day < count; day++) {
        if (hour > 4 && day % 3 == 0) {
          continue;
        }
        boolean rising = day % 2 == 0;
        String warmth =
            day == 7 && hour == 2
                ? ""
                : String.valueOf((rising ? hour : 6 - hour) + random.nextInt(3));
        text.append(warmth).append(day % 5 < 2 ? ",north," : ",south,").append(hour);
        text.append(",d").append(day).append(random.nextBoolean() ? ",clear," : ",rain,");
        text.append(rising ? "rising\n" : "falling\n");
      }
    }
    return text.toString();
  }

  private static Dataset<Row> rows() {
    return spark.read().option("header", true).option("inferSchema", true).csv(table.toString());
  }

  /** Probabilities by site and day, as {@code espalier predict} computes them; empty for none. */
  private static Map<String, float[]> expected() throws IOException {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path best = new org.apache.hadoop.fs.Path(run, "best");
    ModelCard card = ModelCard.read(best, hadoop);
    Inputs inputs =
        new TableInputs(hadoop, notice -> {})
            .read((DataSource.Table) card.source(), card.encoding(), table.toString());
    float[] numbers = new float[inputs.features().length()];
    inputs.features().copy(0, numbers, 0, numbers.length);
    card.normalisation().apply(numbers, 0, inputs.examples(), card.input());
    float[][] outputs =
        ModelTools.predict(best + "/" + ModelCard.MODEL, numbers, inputs.examples(), card.input());
    Map<String, float[]> expected = new TreeMap<>();
    for (int i = 0; i < outputs.length; i++) {
      String name = inputs.names().get(i);
      expected.put(
          name.substring(name.lastIndexOf(' ') + 1),
          inputs.incomplete().contains(i) ? new float[0] : outputs[i]);
    }
    return expected;
  }

  @Test
  void oneRowComesOutForEachSequence() throws IOException {
    EspalierModel model = EspalierModel.load(run);
    Dataset<Row> scored = model.transform(rows().repartition(5));
    assertThat(scored.schema().fieldNames())
        .containsExactly("site", "day", "prediction", "predictedClass", "probability")
        .containsExactly(model.transformSchema(rows().schema()).fieldNames());
    Map<String, float[]> expected = expected();
    List<Row> found = scored.collectAsList();
    assertThat(found).hasSize(60).hasSameSizeAs(expected.keySet());
    for (Row row : found) {
      float[] outputs =
          Objects.requireNonNull(expected.get(row.getString(0) + "/" + row.getString(1)));
      if (outputs.length == 0) {
        assertThat(row.getString(1)).isEqualTo("d7");
        assertThat(row.isNullAt(2)).isTrue();
      } else {
        double[] probabilities = ((Vector) row.getAs("probability")).toArray();
        assertThat(probabilities[1]).isCloseTo(outputs[1], within(1e-6));
      }
    }
  }

  @Test
  void stepsInOnePlaceEndTheJob() {
    EspalierModel model = EspalierModel.load(run);
    Dataset<Row> twice = rows().union(rows().limit(1));
    assertThatThrownBy(() -> model.transform(twice).collectAsList())
        .hasStackTraceContaining("expected steps of different hour in each sequence");
    Dataset<Row> nobodys = rows().withColumn("day", functions.lit(null).cast("string"));
    assertThatThrownBy(() -> model.transform(nobodys).collectAsList())
        .hasStackTraceContaining("expected a value in each of the columns of data.sequence");
  }

  @Test
  void rowsWithoutThePlaceOfStepsAreRefused() {
    EspalierModel model = EspalierModel.load(run);
    assertThatThrownBy(() -> model.transform(rows().drop("hour")))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("the rows: no column \"hour\"");
    assertThatThrownBy(
            () -> model.transform(rows().withColumn("hour", functions.col("hour").cast("string"))))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("by which steps are ordered, found text; cast it");
  }

  @Test
  void rowsOfStepsAreSearchedOver() throws IOException {
    Path file =
        Files.writeString(folder.resolve("over.conf"), experiment().replace("= days", "= over"));
    EspalierSearch search = new EspalierSearch().setExperimentFile(file.toString());
    assertThat(search.transformSchema(rows().schema()).fieldNames())
        .containsExactly("site", "day", "prediction", "predictedClass", "probability");
    EspalierModel model = search.fit(rows());
    assertThat(model.classes()).containsExactly("falling", "rising");
    assertThat(model.transform(rows()).count()).isEqualTo(60);
  }
}
