package io.espalier.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.ExperimentBuilder;
import io.espalier.ReportSpec;
import io.espalier.data.TableSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EspalierSearchTest {
  private static SparkSession spark;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows() {
    return spark
        .range(300)
        .selectExpr(
            "sin(id) AS a",
            "cos(id * 3) AS b",
            "IF(id % 2 = 0, 'even', 'odd') AS word",
            "IF(sin(id) + cos(id * 3) > 0, 'above', 'below') AS side");
  }

  private Path file(String data) throws IOException {
    return Files.writeString(
        folder.resolve("sides.conf"),
        "experiment { name = sides, seed = 7 }\n"
            + data
            + """

            model { kind = mlp, layers = [ { dense { units { grid = [4, 8] } } } ] }
            training { updater { kind = adam, learning-rate = 0.05 }, epochs = 12 }
            report = none
            """
            + ("output.directory = \"" + folder.resolve("out") + "\"\n"));
  }

  @Test
  void fitSearchesInAPipelineThatSavesAndLoads() throws IOException {
    EspalierSearch search =
        new EspalierSearch()
            .setExperimentFile(
                file("data { source = table, table = rows, label = label }").toString())
            .setFeaturesCol("features")
            .setLabelCol("side");
    search.save(folder.resolve("search").toString());
    StringIndexer index = new StringIndexer().setInputCol("word").setOutputCol("number");
    VectorAssembler vectors =
        new VectorAssembler()
            .setInputCols(new String[] {"a", "b", "number"})
            .setOutputCol("features");
    IndexToString name = new IndexToString().setInputCol("prediction").setOutputCol("named");
    PipelineStage[] stages = {
      index, vectors, EspalierSearch.load(folder.resolve("search").toString()), name
    };
    PipelineModel fitted = new Pipeline().setStages(stages).fit(rows());
    Dataset<Row> scored = fitted.transform(rows());
    assertThat(scored.where("named = side").count()).as("of 300").isGreaterThan(270);
    fitted.save(folder.resolve("fitted").toString());
    List<Row> again =
        PipelineModel.load(folder.resolve("fitted").toString()).transform(rows()).collectAsList();
    assertThat(again).isEqualTo(scored.collectAsList());

    Dataset<Row> labelled =
        new StringIndexer()
            .setInputCol("side")
            .setOutputCol("label")
            .setStringOrderType("alphabetAsc")
            .fit(scored)
            .transform(scored);
    assertThat(new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(labelled))
        .isGreaterThan(0.9);
  }

  @Test
  void aProgramsExperimentIsTakenUpAndPredictsSeveralNumbers() {
    ExperimentBuilder experiment =
        ExperimentBuilder.named("sums")
            .grid("units", 4)
            .plan(
                row ->
                    new TrialPlan(
                        new ModelSpec(
                            ModelSpec.Kind.MLP,
                            ModelSpec.mlp(row.whole("units")).layers(),
                            Loss.SQUARED_ERROR,
                            WeightInit.of(WeightInit.Scheme.PYTORCH)),
                        TrainingSpec.of(new Updater.Adam(0.05), 5)))
            .report(ReportSpec.NONE)
            .output(folder.resolve("out").toString());
    Dataset<Row> numbers = rows().selectExpr("a", "b", "a + b AS sum", "a - b AS difference");
    EspalierSearch search =
        new EspalierSearch()
            .setExperiment(
                experiment, TableSpec.of("sum").predicting(List.of("sum", "difference")));
    Dataset<Row> scored = search.fit(numbers).transform(numbers);
    assertThat(scored.columns()).containsExactly("a", "b", "sum", "difference", "prediction");
    assertThat(((org.apache.spark.ml.linalg.Vector) scored.first().getAs("prediction")).size())
        .isEqualTo(2);
    search.fit(numbers);
    assertThat(folder.resolve("out/sums/002")).as("the finished run is taken up").doesNotExist();
    search.setNewRun(true).fit(numbers);
    assertThat(folder.resolve("out/sums/002")).exists();
    assertThatThrownBy(search::write)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("only one with an experimentFile can be saved");
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingRuns() throws IOException {
    assertThatThrownBy(() -> new EspalierSearch().fit(rows()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("set experimentFile, or setExperiment");
    String iris = file("data { source = iris }").toString();
    assertThatThrownBy(() -> new EspalierSearch().setExperimentFile(iris).fit(rows()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sides.conf: data.source: expected a table");
  }
}
