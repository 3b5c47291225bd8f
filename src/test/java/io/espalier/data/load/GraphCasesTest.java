package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.TuGraphs;
import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.Dataset;
import io.espalier.data.Targets;
import io.espalier.data.read.SourceReader;
import io.espalier.data.read.Told;
import io.espalier.data.read.TuTarget;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Sets of graphs as people have them, where ESPALIER_DATA names a folder that has them. */
class GraphCasesTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final String CASES = "cases/graphs/";

  /** As an experiment file that says no more than where the set is. */
  private static Told read(String folder) {
    DataSource source = new TuGraphs(folder, false, TuTarget.usual(HADOOP, folder, false));
    return Told.of(source);
  }

  private static Told readCase(String name) {
    return read(PublishedFilesTest.folder(CASES + name));
  }

  @Test
  void numbersToPredictAreRead() {
    Told read = readCase("NUMBERS_TO_PREDICT");
    assertThat(read.dataset().targets())
        .isInstanceOfSatisfying(
            Targets.Numbers.class,
            numbers -> {
              assertThat(numbers.values()).hasSize(20).startsWith(0, 0.37f, 0.74f, 1.11f);
              assertThat(numbers.width()).isEqualTo(1);
            });
    assertThat(read.dataset().graphs().edges()).isEqualTo(40 + 10);
    assertThat(read.notices()).isEmpty();
  }

  @Test
  void twoLabelsOfEachNodeAreRead() {
    Dataset set = readCase("TWO_NODE_LABELS").dataset();
    assertThat(set.featureNames())
        .containsExactly(
            "label 1=0",
            "label 1=1",
            "label 1=2",
            "label 1=3",
            "label 2=0",
            "label 2=1",
            "label 2=2");
    float[] second = new float[7];
    set.features().copy(7, second, 0, 7);
    assertThat(second).as("the labels 1 and 1").containsExactly(0, 1, 0, 0, 0, 1, 0);
    assertThat(set.targets().outputs()).isEqualTo(2);
  }

  @Test
  void graphsWithoutNodesAreKept() {
    Told read = readCase("WITHOUT_NODES");
    assertThat(read.dataset().examples()).isEqualTo(21);
    assertThat(read.dataset().graphs().withoutNodes()).containsExactly(20);
    assertThat(read.notices())
        .containsExactly(
            "WITHOUT_NODES: graphs without nodes are kept, their read-out is zeros: 1 of 21 (21)");
  }

  @Test
  void everyCaseIsReadOrGetsOneLineThatNamesAKey() {
    File[] cases = new File(PublishedFilesTest.folder(CASES)).listFiles(File::isDirectory);
    Arrays.sort(cases);
    List<String> outcomes = new ArrayList<>();
    for (File folder : cases) {
      outcomes.add(outcome(folder.toPath()));
    }
    System.out.println(String.join("\n", outcomes));
    assertThat(outcomes).isNotEmpty().noneMatch(line -> line.contains("REFUSED WITHOUT A KEY"));
  }

  private static String outcome(Path folder) {
    try {
      Told read = read(folder.toString());
      Dataset set = read.dataset();
      return String.format(
          Locale.ROOT,
          "%-24s read: %d graphs, %d nodes of %d numbers, %d edges, %s %d%s",
          folder.getFileName(),
          set.graphs().count(),
          set.graphs().nodes(),
          set.shape().size(),
          set.graphs().edges(),
          set.targets() instanceof Targets.Classes ? "classes" : "numbers to predict",
          set.targets().outputs(),
          read.notices().isEmpty() ? "" : "; told: " + read.notices());
    } catch (DataException refused) {
      String message = String.valueOf(refused.getMessage());
      boolean named = !message.contains("\n") && message.contains("data.");
      return String.format(
          Locale.ROOT,
          "%-24s %s: %s",
          folder.getFileName(),
          named ? "refused" : "REFUSED WITHOUT A KEY",
          message);
    }
  }

  /** The other way to read a set is as good as the usual one. */
  @Test
  void labelsOfTheCasesAreNumbersWhereThatIsWanted() {
    String folder = PublishedFilesTest.folder(CASES + "TWO_NODE_LABELS");
    assertThat(TuTarget.usual(HADOOP, folder, true)).isEqualTo(Target.LABEL_NUMBERS);
    DataSource source = new TuGraphs(folder, false, Target.LABEL_NUMBERS);
    Targets.Numbers labels = (Targets.Numbers) new SourceReader(HADOOP).read(source, 1).targets();
    assertThat(labels.values()).hasSize(20).startsWith(0, 1, 0, 1);
  }
}
