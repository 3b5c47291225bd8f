package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
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
  }
}
