package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Selection;
import io.espalier.wire.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphDataTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  private static String text(String data) {
    return "data { source = " + data + " }\nmodel.kind = mlp\n";
  }

  private DataSpec data(String data) {
    return written.load(text(data)).data();
  }

  private void assertProblem(String data, String message) {
    assertThat(written.problems(text(data))).containsExactly("test.conf:1: " + message);
  }

  @Test
  void sourcesOfGraphsAreRead() {
    assertThat(data("tu, path = NCI1, degrees = true").source())
        .isEqualTo(new DataSource.TuGraphs("data/NCI1", true));
    assertThat(data("mutag").source()).isEqualTo(new DataSource.TuGraphs("data/tu/MUTAG", false));
    assertThat(data("mutag, path = /m").source()).isEqualTo(new DataSource.TuGraphs("/m", false));
    assertThat(data("citations, path = x").source()).isEqualTo(new DataSource.Citations("data/x"));
    assertThat(data("cora").source()).isEqualTo(new DataSource.Citations("data/cora"));
    assertThat(data("graphs").source()).isEqualTo(new DataSource.DrawnGraphs(300, 8, 16));
    assertThat(data("graphs, graphs = 9, minimum-nodes = 20, maximum-nodes = 20").source())
        .isEqualTo(new DataSource.DrawnGraphs(9, 20, 20));
    assertProblem(
        "graphs, minimum-nodes = 5",
        "data.minimum-nodes: a whole number of at least 6 is accepted, not 5");
    assertThat(data("graphs, minimum-nodes = 20").source())
        .isEqualTo(new DataSource.DrawnGraphs(300, 20, 20));
    assertProblem(
        "graphs, maximum-nodes = 7",
        "data.maximum-nodes: a whole number of at least 8 is accepted, not 7");
  }

  private DataSource.TuGraphs set(String more) {
    return (DataSource.TuGraphs) data("tu, path = \"" + folder + "\"" + more).source();
  }

  private void touch(String file) {
    try {
      Files.writeString(folder.resolve(file), "");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void whatIsPredictedOfGraphsIsChosenOrFollowsFromTheFolder() {
    assertThat(set("").target()).isEqualTo(Target.LABELS);
    touch("DS_A.txt");
    touch("DS_graph_attributes.txt.gz");
    assertThat(set("").target()).isEqualTo(Target.ATTRIBUTES);
    assertThat(set("").task()).isEqualTo(Task.REGRESSION);
    assertThat(set(", regression = true").target()).isEqualTo(Target.ATTRIBUTES);
    assertThat(set(", regression = false").target()).isEqualTo(Target.LABELS);
    assertThat(set(", target = labels").target()).isEqualTo(Target.LABELS);
    touch("DS_graph_labels.txt");
    assertThat(set("").target()).isEqualTo(Target.LABELS);
    assertThat(set("").task()).isEqualTo(Task.CLASSIFICATION);
    assertThat(set(", regression = true").target()).isEqualTo(Target.ATTRIBUTES);
    assertThat(set(", target = attributes").target()).isEqualTo(Target.ATTRIBUTES);
    assertThat(set(", target = labels, regression = true").target())
        .isEqualTo(Target.LABEL_NUMBERS);
    assertThat(data("tu, path = none, regression = true").source().task())
        .isEqualTo(Task.REGRESSION);
  }

  @Test
  void numbersToPredictAreNotRefusedAndAskedForAtOnce() {
    assertProblem(
        "mutag, target = attributes, regression = false",
        "data.regression: attributes of graphs are numbers to predict; leave this out or set true");
    assertProblem(
        "mutag, target = label",
        "data.target: 'label' is not accepted; accepted are labels, attributes; did you mean"
            + " 'labels'?");
  }

  @Test
  void theCopyOfAnExperimentSaysWhatIsPredictedWithoutTheData() throws IOException {
    touch("DS_A.txt");
    touch("DS_graph_attributes.txt");
    String text =
        "data { source = tu, path = \""
            + folder
            + "\" }\nmodel { kind = gcn, layers = [ { graph-conv = 4 } ] }\n";
    String copy = written.load(text).file().orElseThrow();
    Files.delete(folder.resolve("DS_graph_attributes.txt"));
    assertThat(written.load(copy).data().source().task()).isEqualTo(Task.REGRESSION);
  }

  @Test
  void papersAreSplitAsPublishedUnlessSomethingElseIsAskedFor() {
    assertThat(data("cora").selection()).isEqualTo(Selection.PUBLISHED);
    assertThat(data("cora, limit = 0, folds = 0").selection()).isEqualTo(Selection.PUBLISHED);
    assertThat(data("cora, validation = 0.2").selection()).isEqualTo(Selection.RANDOM);
    assertThat(data("cora, test = 0").selection()).isEqualTo(Selection.RANDOM);
    assertThat(data("cora, limit = 1000").selection()).isEqualTo(Selection.RANDOM);
    assertThat(data("cora, folds = 5").selection()).isEqualTo(Selection.STRATIFIED);
    assertThat(data("cora, selection = last").selection()).isEqualTo(Selection.LAST);
    assertThat(data("mutag").selection()).isEqualTo(Selection.RANDOM);
  }

  @Test
  void thePublishedSplitIsTakenAsItIsOrNotAtAll() {
    assertProblem(
        "cora, selection = published, validation = 100",
        "data.validation: the published split is taken as it is; leave this out, or set"
            + " data.selection");
    assertProblem(
        "cora, test-limit = 10",
        "data.test-limit: the published split is taken as it is; leave this out, or set"
            + " data.selection");
    assertProblem(
        "mutag, selection = published",
        "data.selection: only data.source = citations, cora, images and npy may have a published split; accepted"
            + " are random, stratified, last");
  }

  @Test
  void foldsTakeThePlaceOfTheValidationPart() {
    DataSpec folds = data("iris, folds = 10");
    assertThat(folds.folds()).isEqualTo(10);
    assertThat(folds.validation()).isEqualTo(new Amount.Share(0));
    assertThat(folds.test()).isEqualTo(new Amount.Share(0));
    assertThat(folds.selection()).isEqualTo(Selection.STRATIFIED);
    assertThat(data("iris, folds = 3, test = 0.1, selection = random"))
        .extracting(DataSpec::test, DataSpec::selection)
        .containsExactly(new Amount.Share(0.1), Selection.RANDOM);
    assertThat(data("iris").validation()).isEqualTo(new Amount.Share(0.2));
    assertThat(data("iris").test()).isEqualTo(new Amount.Share(0.2));
    assertThat(data("iris, folds = 0").validation()).isEqualTo(new Amount.Share(0.2));
    assertThat(data("playground, pattern = plane, folds = 3").selection())
        .isEqualTo(Selection.RANDOM);
    assertThat(
            written
                .load(text("iris, folds = 3") + "training.l2 { grid = [0, 1] }")
                .objective()
                .metric())
        .isEqualTo("validation_loss");
    assertProblem(
        "iris, folds = 1", "data.folds: accepted are 0 (none) and whole numbers from 2 on, not 1");
    assertProblem(
        "iris, folds = 5, validation = 0.2",
        "data.validation: folds take the place of a validation part; leave out one of the two");
  }

  @Test
  void whatIsMadeForImagesIsRefusedForGraphs() {
    assertThat(data("cora, normalize = row-sum").normalise())
        .isEqualTo(new DataSpec.Normalise.RowSum());
    assertProblem("cora, flatten = true", "data.flatten: graphs cannot be flattened; leave it out");
    assertProblem(
        "graphs, normalize = mean-image",
        "data.normalize: 'mean-image' is for images; for graphs none, unit, fitted, row-sum and {"
            + " mean, std } are accepted");
  }
}
