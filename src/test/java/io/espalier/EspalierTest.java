package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.TableSpec;
import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.driver.run.TrialRetrain;
import io.espalier.engine.models.FastPaths;
import io.espalier.wire.Metric;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.LogManager;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class EspalierTest {
  private static final String FILE =
      """
      experiment { name = tiny, seed = 5 }
      data { source = blobs, examples = 120, features = 4, centres = 3, test = 0.2, validation = 0.2 }
      model { kind = mlp, layers = [ { dense { units { grid = [3, 4] } } } ] }
      training { updater { kind = adam, learning-rate { grid = [0.01, 0.1] } }, epochs = 2 }
      """;

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = TinyProgram.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private ExperimentBuilder tiny(int epochs) {
    return TinyProgram.search(folder, epochs);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(
        folder.resolve("tiny.conf"),
        text + "report = none\noutput.directory = \"" + folder.resolve("out") + "\"\n");
  }

  @Test
  void theProgramInTheGuideRuns() throws IOException {
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/io/espalier/LibraryExample.java"));
    List<String> program =
        source.subList(source.indexOf("    // guide") + 1, source.indexOf("    // end")).stream()
            .map(line -> line.substring(4))
            .toList();
    assertThat(Files.readString(Path.of("src/doc/library.md")))
        .contains("```java\n" + String.join("\n", program) + "\n```");
    String home = "notebooks-out/flowers";
    assertThat(Path.of(home)).as("nobody else's runs may be in the way").doesNotExist();
    try {
      Run run = LibraryExample.search(spark);
      assertThat(run.trials().count()).isEqualTo(6);
      assertThat(run.best()).hasValueSatisfying(best -> assertThat(best.epochs()).isEqualTo(20));
      assertThat(run.retrained().get(0).outcome().test().get(0).metrics().get("accuracy"))
          .isGreaterThan(0.5);
    } finally {
      FileUtils.deleteDirectory(Path.of(home).toFile());
    }
  }

  @Test
  void aProgramAndAFileThatSayTheSameAreTheSameSearch() throws IOException {
    Run written = Espalier.run(spark, file(FILE));
    List<String> notices = new CopyOnWriteArrayList<>();
    Run built =
        Espalier.run(
            spark, tiny(2).build(), RunOptions.standard().listener(TinyProgram.into(notices)));
    assertThat(built.folder()).as("the run of the file is taken up").isEqualTo(written.folder());
    assertThat(notices).singleElement().asString().contains("is finished");
    Run another = Espalier.run(spark, tiny(2).build(), RunOptions.standard().asNewRun());
    assertThat(another.folder()).isNotEqualTo(written.folder());
    assertThat(another.digest()).isEqualTo(written.digest()).hasSize(64);
    assertThat(Espalier.run(spark, file(FILE)).folder())
        .as("the file takes up what the program began")
        .isEqualTo(another.folder());
  }

  @Test
  void anotherPlanIsRefusedWithTheDifferenceAndBudgetsDoNotMatter() {
    Run run = Espalier.run(spark, tiny(2).build());
    assertThat(
            Espalier.run(
                    spark,
                    tiny(2)
                        .maxRows(50)
                        .retrain(new RetrainSpec(2, 1, 1, Part.TRAIN))
                        .report(ReportSpec.USUAL)
                        .build())
                .folder())
        .isEqualTo(run.folder());
    assertThatThrownBy(() -> Espalier.run(spark, tiny(3).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            run.folder()
                + " holds another search; --new starts another run beside it. The difference:\n"
                + "training.epochs: 2 before, 3 now");
  }

  @Test
  void overridesAreForFiles() throws IOException {
    RunOptions shorter = RunOptions.standard().override("training.epochs=1");
    assertThat(Espalier.run(spark, file(FILE), shorter).best())
        .hasValueSatisfying(best -> assertThat(best.epochs()).isEqualTo(1));
    assertThatThrownBy(() -> Espalier.run(spark, tiny(2).build(), shorter))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("overrides [training.epochs=1] change experiment files");
  }

  @Test
  void aProgramsRowsAreKnownAgainByWhatIsInThem() throws IOException {
    Dataset<Row> trees =
        spark.sql(
            "select id % 17 as girth, id % 23 as height, if(id % 17 > 8, 'elm', 'oak') as tree"
                + " from range(120)");
    TableSpec columns = TableSpec.of("tree");
    Run first = Espalier.run(spark, tiny(2).data(trees, columns).build());
    assertThat(first.trials().count()).isEqualTo(4);
    Run again = Espalier.run(spark, tiny(2).data(trees.repartition(5), columns).build());
    assertThat(again.folder()).isEqualTo(first.folder());
    assertThatThrownBy(() -> Espalier.run(spark, tiny(2).data(trees.limit(119), columns).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("was run on other data");
    assertThat(Files.readString(Path.of(first.folder()).resolve("best/model.json")))
        .contains("\"type\" : \"spark-table\"");
  }

  @Test
  void aProgramRetrainsWhatNoFileDescribes() {
    Run run = Espalier.run(spark, tiny(2).build());
    assertThat(run.retrain(2))
        .singleElement()
        .matches(model -> model.trial() == 2 && model.outcome().test().size() == 1);
    assertThatThrownBy(
            () ->
                TrialRetrain.run(
                    run.folder(), 2, RunOptions.standard(), new Configuration(), need -> spark))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(run.folder() + " has no experiment.conf: a program built")
        .hasMessageContaining("Run.retrain");
  }

  @Test
  void everyMistakeOfABuilderIsInOneMessage() {
    assertThatThrownBy(
            () ->
                ExperimentBuilder.named("a/b")
                    .grid("units", 1, 1)
                    .constraint("rate > 1")
                    .objective("validation_los")
                    .metrics(Metric.R2, Metric.F1)
                    .data(
                        DataSpec.of(new DataSource.Iris())
                            .withValidation(new DataSpec.Amount.Count(0)))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the experiment 'a/b' cannot be built:\n")
        .hasMessageContaining("space: units: the value 1 comes twice")
        .hasMessageContaining("name: 'a/b' cannot name a folder everywhere")
        .hasMessageContaining("plan: missing; needed is a function")
        .hasMessageContaining("constraint: 'rate > 1' uses the unknown name 'rate'")
        .hasMessageContaining("objective: 'validation_los' is not measured")
        .hasMessageContaining("did you mean 'validation_loss'?")
        .hasMessageContaining("metrics: 'r2' is not measured here; accepted are balanced-accuracy")
        .hasMessageContaining("metrics: 'f1' is measured anyhow; accepted are")
        .hasMessageContaining("metrics: nothing can be measured without a validation part");
    assertThatThrownBy(
            () -> ExperimentBuilder.named("x").plan(row -> plan(row.whole("units"))).build())
        .hasMessageContaining("data: missing")
        .hasMessageContaining("plan: the configuration has no value for 'units', only for []");
  }

  @Test
  void aPlanIsAFunctionThatGivesSomething() {
    int[] calls = {0};
    assertThatThrownBy(() -> tiny(2).plan(row -> plan(++calls[0])).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "plan: at learning_rate=0.01 units=3: it gives two different answers");
    assertThatThrownBy(
            () -> tiny(2).plan(row -> List.<TrialPlan>of().get(row.whole("units"))).build())
        .hasMessageContaining("plan: at learning_rate=0.01 units=3: it fails: java.lang.");
    Run run =
        Espalier.run(spark, tiny(2).plan(row -> plan(row.whole("units") == 3 ? 0 : 2)).build());
    assertThat(run.trials().filter("status = 'INVALID'").count()).as("units=3").isEqualTo(2);
  }

  private static TrialPlan plan(int units) {
    return new TrialPlan(ModelSpec.mlp(units), TrainingSpec.of(new Updater.Adam(0.01), 1));
  }

  @Test
  void sessionAndMachineAreLeftAsTheyWere() {
    spark.sparkContext().setJobGroup("mine", "my jobs", true);
    spark.sparkContext().addJobTag("mine");
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", "mine");
    try {
      boolean collecting = Nd4j.getMemoryManager().isPeriodicGcActive(); // loads it, for good
      System.clearProperty(FastPaths.DISABLED);
      Properties machine = (Properties) System.getProperties().clone();
      Properties own = (Properties) spark.sparkContext().getLocalProperties().clone();
      Map<String, String> session = settings();
      Map<String, String> hadoop = hadoop();
      String level = LogManager.getRootLogger().getLevel().name();
      Espalier.run(spark, tiny(2).report(ReportSpec.USUAL).build());
      assertThat(System.getProperties()).isEqualTo(machine);
      assertThat(spark.sparkContext().getLocalProperties()).isEqualTo(own);
      assertThat(settings()).isEqualTo(session);
      assertThat(hadoop()).isEqualTo(hadoop);
      assertThat(LogManager.getRootLogger().getLevel().name()).isEqualTo(level);
      assertThat(Nd4j.getMemoryManager().isPeriodicGcActive()).isEqualTo(collecting);
    } finally {
      FastPaths.allow();
      spark.sparkContext().clearJobGroup();
      spark.sparkContext().clearJobTags();
      spark.sparkContext().setLocalProperty("spark.scheduler.pool", null);
    }
  }

  private static Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>();
    ScalaCollections.copied(spark.conf().getAll()).forEach(all::put);
    return all;
  }

  private static Map<String, String> hadoop() {
    Map<String, String> all = new TreeMap<>();
    spark.sparkContext().hadoopConfiguration().forEach(e -> all.put(e.getKey(), e.getValue()));
    return all;
  }
}
