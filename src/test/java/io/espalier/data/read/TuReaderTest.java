package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuReaderTest {
  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeASet() throws IOException {
    files = new WrittenFiles(folder);
    files.tuSet();
  }

  private Dataset read(boolean degrees) {
    return new SourceReader(new Configuration(false))
        .read(new DataSource.TuGraphs(folder.toString(), degrees), 1);
  }

  private Told read(Target target) {
    return Told.of(new DataSource.TuGraphs(folder.toString(), false, target));
  }

  private static float[] numbers(Told read) {
    return ((Targets.Numbers) read.dataset().targets()).values();
  }

  private static byte[] bytes(Dataset dataset) {
    return ((Features.Bytes) dataset.features()).values();
  }

  @Test
  void labelsOfAnyValueAreColumnsAndClassesInTheirOrder() {
    Dataset set = read(false);
    assertThat(set.shape()).isEqualTo(new InputShape.Graph(3, InputShape.Graph.Example.GRAPH));
    assertThat(set.featureNames()).containsExactly("label=-2", "label=0", "label=5");
    assertThat(bytes(set))
        .containsExactly(new int[] {0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0});
    Targets.Classes classes = (Targets.Classes) set.targets();
    assertThat(classes.names()).containsExactly("-1", "7");
    assertThat(classes.labels()).containsExactly(new short[] {1, 0, 1});
  }

  @Test
  void edgesAreUndirectedWithoutLoopsAndRepetitions() {
    Dataset set = read(false);
    assertThat(set.graphs().firstNode()).containsExactly(0, 3, 5, 6);
    assertThat(set.graphs().edges()).isEqualTo(4);
    assertThat(set.graphs().neighbours()).containsExactly(1, 2, 0, 2, 0, 1, 4, 3);
    assertThat(set.graphs().degree(5)).isZero();
  }

  @Test
  void degreesAreColumnsOnRequest() {
    Dataset set = read(true);
    assertThat(set.featureNames())
        .containsExactly("label=-2", "label=0", "label=5", "degree=0", "degree=1", "degree=2+");
    assertThat(bytes(set)).startsWith(0, 0, 1, 0, 0, 1).endsWith(0, 1, 0, 1, 0, 0);
  }

  @Test
  void degreesStandInWhereNodesHaveNothingElse() throws IOException {
    Files.delete(folder.resolve("DS_node_labels.txt"));
    Dataset set = read(false);
    assertThat(set.featureNames()).containsExactly("degree=0", "degree=1", "degree=2+");
    assertThat(bytes(set))
        .containsExactly(new int[] {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0});
  }

  @Test
  void theLastDegreeColumnIsForThatManyOrMore() throws IOException {
    int nodes = 201;
    files.write(
        "DS_A.txt",
        IntStream.rangeClosed(2, nodes).mapToObj(i -> "1," + i).collect(Collectors.joining("\n")));
    files.write("DS_graph_indicator.txt", "1\n".repeat(nodes));
    files.write("DS_graph_labels.txt", "0");
    Files.delete(folder.resolve("DS_node_labels.txt"));
    Dataset set = read(false);
    assertThat(set.featureNames()).hasSize(128).endsWith("degree=126", "degree=127+");
    assertThat(bytes(set)[127]).isEqualTo((byte) 1);
    assertThat(bytes(set)[128 + 1]).isEqualTo((byte) 1);
  }

  @Test
  void attributesAreNumbersBesideTheLabels() throws IOException {
    files.write("DS_node_attributes.txt", "1.5, -2\n0,1e3\n0,0\n1 2\n0,\t0.25\n0,0\n");
    Dataset set = read(false);
    assertThat(set.featureNames()).endsWith("label=5", "attribute 1", "attribute 2");
    assertThat(((Features.Floats) set.features()).values())
        .startsWith(0, 0, 1, 1.5f, -2, 1, 0, 0, 0, 1000);
  }

  @Test
  void windowsLineEndsBlankLinesAtTheEndAndPackedFilesAreAllTheSame() throws IOException {
    Dataset plain = read(false);
    for (String part : List.of("A", "graph_indicator", "graph_labels", "node_labels")) {
      Path file = folder.resolve("DS_" + part + ".txt");
      String text = Files.readString(file).replace("\n", "\r\n") + "\r\n  \r\n";
      Files.delete(file);
      files.write(
          file.getFileName() + ".gz",
          WrittenFiles.gzip(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)));
    }
    Dataset packed = read(false);
    assertThat(bytes(packed)).isEqualTo(bytes(plain));
    assertThat(packed.graphs().neighbours()).isEqualTo(plain.graphs().neighbours());
    assertThat(((Targets.Classes) packed.targets()).labels())
        .isEqualTo(((Targets.Classes) plain.targets()).labels());
  }

  @Test
  void aSetWithoutAnyEdgeIsRead() throws IOException {
    files.write("DS_A.txt", "");
    assertThat(read(false).graphs().edges()).isZero();
    assertThat(read(Target.LABELS).notices())
        .containsExactly("DS: no graph has an edge between two nodes");
  }

  @Test
  void labelsOfMoreThanTwoClassesAreReadToo() throws IOException {
    files.write("DS_graph_labels.txt", "6\n1\n+1\n");
    Targets.Classes classes = (Targets.Classes) read(false).targets();
    assertThat(classes.names()).containsExactly("1", "6");
    assertThat(classes.labels()).containsExactly(new short[] {1, 0, 0});
  }

  @Test
  void graphsWithoutNodesAreKeptAndTold() throws IOException {
    files.write("DS_graph_indicator.txt", "2\n2\n2\n5\n5\n6\n");
    files.write("DS_graph_labels.txt", "0\n1\n0\n1\n0\n1\n0\n1\n");
    Told read = read(Target.LABELS);
    assertThat(read.dataset().graphs().firstNode()).containsExactly(0, 0, 3, 3, 3, 5, 6, 6, 6);
    assertThat(read.dataset().graphs().withoutNodes()).containsExactly(0, 2, 3, 6, 7);
    assertThat(read.dataset().graphs().edges()).isEqualTo(4);
    assertThat(read.notices())
        .containsExactly(
            "DS: graphs without nodes are kept, their read-out is zeros: 5 of 8 (1, 3, 4, 7, 8)");
  }

  @Test
  void everyLabelOfANodeHasItsColumns() throws IOException {
    files.write("DS_node_labels.txt", "5 , 1\n-2,0\n5\t0\n0 1\n5, 0\n0, 0\n");
    Dataset set = read(false);
    assertThat(set.featureNames())
        .containsExactly("label 1=-2", "label 1=0", "label 1=5", "label 2=0", "label 2=1");
    assertThat(bytes(set)).startsWith(0, 0, 1, 0, 1, 1, 0, 0, 1, 0).endsWith(0, 1, 0, 1, 0);
  }

  @Test
  void attributesOfGraphsAreNumbersToPredict() throws IOException {
    files.write("DS_graph_attributes.txt", "0.5, -1\r\n1e3 2\r\n3 ,  4\r\n\r\n");
    Told read = read(Target.ATTRIBUTES);
    assertThat(numbers(read)).containsExactly(0.5f, -1, 1000, 2, 3, 4);
    assertThat(read.dataset().targets().outputs()).isEqualTo(2);
    assertThat(read.notices())
        .containsExactly(
            "DS: graphs have labels and attributes; attributes are predicted (data.target = labels"
                + " takes the others)");
    assertThat(read(Target.LABELS).notices())
        .containsExactly(
            "DS: graphs have labels and attributes; labels are predicted (data.target = attributes"
                + " takes the others)");
  }

  @Test
  void labelsOfGraphsAreNumbersToPredictOnRequest() throws IOException {
    files.write("DS_graph_labels.txt", "0.5\n-1\n7\n");
    assertThat(numbers(read(Target.LABEL_NUMBERS))).containsExactly(0.5f, -1, 7);
    assertThat(read(Target.LABEL_NUMBERS).notices()).isEmpty();
  }

  @Test
  void attributesOfNodesThatAreNoNumbersAreLeftOutAndTold() throws IOException {
    files.write(
        "DS_node_attributes.txt", "1.5, C, 2\n0, N, 3\n0, C, 1e99\n1, O, 2\n0, C, 2\n0, C, 2\n");
    Told read = read(Target.LABELS);
    assertThat(read.dataset().featureNames()).endsWith("label=5", "attribute 1");
    assertThat(((Features.Floats) read.dataset().features()).values())
        .startsWith(0, 0, 1, 1.5f, 1, 0, 0, 0);
    assertThat(read.notices())
        .containsExactly(
            "DS: columns of DS_node_attributes.txt are left out where not all cells are numbers: 2 of 3 (row 1, column 2 has \"C\")");
  }

  @Test
  void degreesStandInWhereNoAttributeIsANumber() throws IOException {
    Files.delete(folder.resolve("DS_node_labels.txt"));
    files.write("DS_node_attributes.txt", "C\n".repeat(6));
    assertThat(read(false).featureNames()).containsExactly("degree=0", "degree=1", "degree=2+");
  }

  @Test
  void whatBelongsToEdgesIsToldAsNotUsed() throws IOException {
    assertThat(read(Target.LABELS).notices()).isEmpty();
    files.write("DS_edge_labels.txt", "0\n".repeat(7));
    assertThat(read(Target.LABELS).notices())
        .containsExactly(
            "DS: DS_edge_labels.txt is not used: models take from an edge only which nodes it"
                + " joins");
    files.write("DS_edge_attributes.txt", "0.5, 1\n".repeat(7));
    assertThat(read(Target.LABELS).notices())
        .containsExactly(
            "DS: DS_edge_labels.txt and DS_edge_attributes.txt are not used: models take from an"
                + " edge only which nodes it joins");
  }
}
