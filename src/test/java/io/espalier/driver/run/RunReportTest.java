package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.data.session.SessionLender;
import io.espalier.driver.journal.Claim;
import io.espalier.driver.journal.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports of small runs, from their files to their pictures. */
class RunReportTest extends SparkForTests {
  private static final org.apache.hadoop.conf.Configuration HADOOP =
      new org.apache.hadoop.conf.Configuration();

  @BeforeEach
  void writeReports() {
    tiny.withReports();
  }

  @Test
  void aRunLeavesItsReportAndNamesIt() throws IOException {
    RunResult result = run(TinyExperiments.BLOBS);
    assertThat(result.report()).isEqualTo(tiny.run(1).resolve("report.html").toString());
    String model = "trial-" + result.best().orElseThrow().number() + "-seed-0";
    assertThat(pictures())
        .containsExactly(
            "learning-curves.png",
            "probabilities.png",
            "search.png",
            model + "/calibration.png",
            model + "/confusion.png",
            model + "/learning-curves.png",
            model + "/worst-predictions.png");
    assertThat(lines("report/" + model + "/worst-predictions.csv"))
        .hasSize(1 + 12)
        .first()
        .asString()
        .startsWith("sample,true,predicted,probability,probability_of_true,loss,");
  }

  @Test
  void noReportIsWrittenWhereNoneIsAskedForAndItCanBeAskedForLater() throws IOException {
    assertThat(run(TinyExperiments.BLOBS, "report=none").report()).isEmpty();
    assertThat(tiny.run(1).resolve("report")).doesNotExist();
    again();
    assertThat(pictures()).contains("probabilities.png");
  }

  @Test
  void chosenImagesAreFollowedThroughTheLayers() throws IOException {
    run(TinyExperiments.MIXED, "report.samples=[1,19,20]");
    String model = "report/trial-1-seed-0/";
    assertThat(pictures())
        .contains(
            "trial-1-seed-0/first-layer.png",
            "trial-1-seed-0/layers-sample-1.png",
            "trial-1-seed-0/layers-sample-19.png");
    assertThat(lines(model + "first-layer.csv")).hasSize(1 + 2 * 2 * 5);
    assertThat(lines(model + "layers-sample-1.csv"))
        .hasSize(1 + 28 * 28 + 2 * 24 * 24 + 10)
        .anyMatch(line -> line.startsWith("1,conv,2x24x24,1,23,23,"));
    assertThat(tiny.notices())
        .anyMatch(
            line -> line.contains("the test part has 20 examples, 0 to 19; the samples [20]"));
  }

  @Test
  void theFirstWeightsBeforeTrainingAreThoseOfTheSeed() throws IOException {
    run(TinyExperiments.MIXED, "training.updater.learning-rate=1e-30");
    List<String> lines = lines("report/trial-1-seed-0/first-layer.csv");
    List<String> before = lines.stream().filter(line -> line.startsWith("before,")).toList();
    List<String> after = lines.stream().filter(line -> line.startsWith("after,")).toList();
    assertThat(after.stream().map(line -> line.replace("after,", "before,")))
        .as("nothing was learnt")
        .isEqualTo(before)
        .hasSize(2 * 5);
  }

  @Test
  void unitsOverFlattenedImagesAreSeenAsImages() throws IOException {
    String text = TinyExperiments.MIXED.replaceFirst("(?s)model \\{.*?\\n", DENSE + "\n");
    run(text, "training.updater.learning-rate=0.01");
    assertThat(lines("report/trial-1-seed-0/first-layer.csv"))
        .hasSize(1 + 2 * 3 * 28)
        .first()
        .asString()
        .endsWith("column_27");
    assertThat(pictures()).contains("trial-1-seed-0/layers-sample-0.png");
  }

  private static final String DENSE = "model { kind = mlp, layers = [ { dense = 3 } ] }";

  @Test
  void aPlaygroundIsSeenOverThePlane() throws IOException {
    run(
        """
        experiment { name = tiny, seed = 5 }
        data { source = playground, pattern = circle, examples = 60, test = 0.5, inputs = [x1-squared, sin-x2] }
        model { kind = mlp, layers = [ { dense = 3 } ] }
        training { epochs = 1 }
        """);
    assertThat(lines("report/trial-1-seed-0/plane.csv")).hasSize(1 + 101 * 101 + 60);
    assertThat(lines("report/trial-1-seed-0/units.csv"))
        .startsWith(
            "x1,x2,input_x1_squared,input_sin_x2,layer_1_unit_1,layer_1_unit_2,layer_1_unit_3,output")
        .anyMatch(line -> line.startsWith("-6.0,6.0,36.0,-0.2794155,"));
    assertThat(pictures()).contains("trial-1-seed-0/plane.png", "trial-1-seed-0/units.png");
  }

  @Test
  void aRegressionOverOneInputHasItsCurve() throws IOException {
    Path table = folder.resolve("line.csv");
    Files.writeString(table, "x,y\n" + "1,2\n2,4\n3,6\n4,8\n".repeat(10));
    run(
        """
        experiment { name = tiny, seed = 5 }
        data { source = csv, path = "%s", label = y, regression = true, test = 0.25, normalize = fitted }
        model { kind = linear }
        training { updater { kind = adam, learning-rate = 0.5 }, epochs = 60 }
        """
            .formatted(table));
    List<String> curve = lines("report/trial-1-seed-0/curve.csv");
    assertThat(curve).hasSize(1 + 201 + 40).first().isEqualTo("what,x,value");
    String[] end = curve.get(201).split(",", -1);
    assertThat(end[1]).isEqualTo("4.0");
    assertThat(Double.parseDouble(end[2])).isBetween(7.5, 8.5);
    assertThat(lines("report/trial-1-seed-0/predictions.csv")).hasSize(1 + 40);
    assertThat(pictures()).doesNotContain("trial-1-seed-0/confusion.png", "probabilities.png");
  }

  @Test
  void whereTheDataAreGoneTheRecordIsEnough() throws IOException {
    Path table = folder.resolve("gone.csv");
    Files.writeString(table, "x,y\n" + "1,2\n2,4\n3,6\n4,8\n".repeat(10));
    run(
        """
        experiment { name = tiny, seed = 5 }
        data { source = csv, path = "%s", label = y, regression = true, test = 0.25 }
        model { kind = linear }
        training { updater { kind = adam, learning-rate { grid = [0.1, 0.5] } }, epochs = 2 }
        """
            .formatted(table));
    assertThat(pictures()).anyMatch(picture -> picture.endsWith("curve.png"));
    assertThat(page()).contains("always the mean of the training part", "<td>training</td>");
    Files.delete(table);
    again();
    assertThat(pictures()).noneMatch(picture -> picture.endsWith("curve.png"));
    assertThat(page())
        .contains("without the data nothing can be looked up in the models: ", "0.1, 0.5")
        .doesNotContain("always the mean");
  }

  private String page() throws IOException {
    return Files.readString(tiny.run(1).resolve("report.html"));
  }

  @Test
  void withoutATestPartTheReportDoesWithout() throws IOException {
    run(TinyExperiments.BLOBS, "data.test=0");
    assertThat(pictures()).contains("learning-curves.png").noneMatch(p -> p.contains("confusion"));
    assertThat(tiny.notices()).anyMatch(line -> line.startsWith("there is no test part"));
  }

  @Test
  void aMissingModelIsANoteAndTheOthersAreShown() throws IOException {
    RunResult result = run(TinyExperiments.MIXED, "retrain.rows=all");
    String model = result.retrained().get(0).model();
    Files.delete(tiny.run(1).resolve(model).resolve("model.zip"));
    again();
    assertThat(pictures())
        .contains("trial-1-seed-0/confusion.png")
        .doesNotContain("trial-1-seed-0/first-layer.png");
    assertThat(Files.readString(tiny.run(1).resolve("report.html")))
        .contains("the model of trial 1 cannot be looked into: ");
  }

  @Test
  void rebuiltAloneItHasTheSameNumbersAndOtherSamplesIfAskedFor() throws IOException {
    run(TinyExperiments.MIXED);
    String sample = "report/trial-1-seed-0/layers-sample-2.csv";
    List<String> before = lines(sample);
    again();
    assertThat(lines(sample)).isEqualTo(before);
    again("report.samples=1");
    assertThat(tiny.run(1).resolve(sample)).doesNotExist();
    assertThat(tiny.run(1).resolve("report/trial-1-seed-0/layers-sample-0.png")).isNotEmptyFile();
  }

  @Test
  void aReportThatCannotBeWrittenFailsNoRun() throws IOException {
    RunResult first = run(TinyExperiments.BLOBS, "report=none");
    try (EndReport report =
        EndReport.begin(
            tiny.spec("data { source = iris }\nmodel { kind = linear }"),
            io.espalier.search.history.History.of(List.of()),
            new io.espalier.data.load.DataLoader(HADOOP)
                .load(tiny.spec(TinyExperiments.BLOBS).data(), 5))) {
      report.write(first.folder(), HADOOP, tiny.observer());
    }
    assertThat(tiny.notices())
        .last()
        .asString()
        .startsWith("the report could not be written (")
        .endsWith("espalier report " + first.folder() + " tries again");
  }

  @Test
  void onlyTheReportCanBeChangedLater() {
    run(TinyExperiments.BLOBS);
    assertThatThrownBy(() -> again("training.epochs=9"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("only the report part and data.root can be changed");
    assertThatThrownBy(
            () ->
                RunReport.write(
                    folder.toString(),
                    List.of(),
                    Claim.of("report"),
                    HADOOP,
                    SessionLender.none(),
                    line -> {}))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("holds no journal");
  }

  private RunResult run(String text, String... overrides) {
    return tiny.run(() -> spark, text, overrides);
  }

  private void again(String... overrides) {
    RunReport.write(
        tiny.run(1).toString(),
        List.of(overrides),
        Claim.of("report"),
        HADOOP,
        SessionLender.none(),
        line -> tiny.observer().notice(line));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(tiny.run(1).resolve(file));
  }

  private List<String> pictures() throws IOException {
    Path report = tiny.run(1).resolve("report");
    try (Stream<Path> all = Files.walk(report)) {
      return all.filter(path -> path.toString().endsWith(".png"))
          .map(path -> report.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
