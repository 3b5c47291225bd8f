package io.espalier.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.Espalier;
import io.espalier.data.DataSource;
import io.espalier.data.Inputs;
import io.espalier.data.tables.TableInputs;
import io.espalier.driver.run.ModelCard;
import io.espalier.engine.ModelTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of embedding, windows over steps and normalised sums, from its file to scored rows. */
class SequenceScoringTest {
  @TempDir private Path folder;

  private static String words(int rows) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("words,kind\n");
    for (int i = 0; i < rows; i++) {
      boolean seven = random.nextBoolean();
      int steps = 1 + random.nextInt(6);
      StringBuilder codes = new StringBuilder(seven ? "7" : "6");
      for (int step = 0; step < steps; step++) {
        codes.append(' ').append(random.nextInt(6));
      }
      text.append(codes).append(seven ? ",seven\n" : ",other\n");
    }
    return text.toString();
  }

  @Test
  void rowsOfCodesAreScoredAsTheNetworkPredictsThem() throws IOException {
    Path table = Files.writeString(folder.resolve("words.csv"), words(80));
    Path file =
        Files.writeString(
            folder.resolve("words.conf"),
            String.format(
                Locale.ROOT,
                """
          experiment { name = words, seed = 3 }
          data {
            source = csv, path = "%s", label = kind, features = [words], validation = 0.2, test = 0.2
            columns { words { kind = sequence } }
          }
          model {
            kind = rnn
            layers = [
              { embedding { units = 4, codes = 8 } }
              { conv1d { channels = 6, kernel = 2, dilation = 2, padding = causal } }
              { pool1d = 2 }
              { global-pool = max }
              { dense { units = 5, layer-norm = true } }
            ]
          }
          training { updater { kind = adam, learning-rate = 0.05 }, epochs = 12 }
          report = none
          output.directory = "%s"
          """,
                table,
                folder.resolve("out")));
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 3)
            .getOrCreate();
    try {
      String run = Espalier.run(spark, file).folder();
      Dataset<Row> rows = spark.read().option("header", true).csv(table.toString());
      List<Row> scored = EspalierModel.load(run).transform(rows).collectAsList();
      float[][] expected = expected(run, table);
      assertThat(scored).hasSize(expected.length);
      int right = 0;
      for (int i = 0; i < expected.length; i++) {
        double[] found = ((Vector) scored.get(i).getAs("probability")).toArray();
        assertThat(found[1]).isCloseTo(expected[i][1], within(1e-6));
        right += scored.get(i).getAs("predictedClass").equals(scored.get(i).getAs("kind")) ? 1 : 0;
      }
      assertThat(right).isGreaterThan(70);
    } finally {
      spark.stop();
    }
  }

  private static float[][] expected(String run, Path table) throws IOException {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path best = new org.apache.hadoop.fs.Path(run, "best");
    ModelCard card = ModelCard.read(best, hadoop);
    Inputs inputs =
        new TableInputs(hadoop, notice -> {})
            .read((DataSource.Table) card.source(), card.encoding(), table.toString());
    float[] numbers = new float[inputs.features().length()];
    inputs.features().copy(0, numbers, 0, numbers.length);
    card.normalisation().apply(numbers, 0, inputs.examples(), card.input());
    return ModelTools.predict(
        best + "/" + ModelCard.MODEL, numbers, inputs.examples(), card.input());
  }
}
