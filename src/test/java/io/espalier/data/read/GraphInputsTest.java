package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Features;
import io.espalier.data.Inputs;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphInputsTest {
  private static final List<String> NAMES =
      List.of("label=-2", "label=0", "label=5", "label=9", "degree=0", "degree=1+");

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeSets() throws IOException {
    files = new WrittenFiles(folder);
    files.tuSet();
    files.citationSet();
  }

  private Inputs graphs(List<String> names) {
    return new InputReader(new Configuration(false))
        .read(
            new DataSource.TuGraphs("trained", false),
            folder.toString(),
            new InputShape.Graph(names.size(), InputShape.Graph.Example.GRAPH),
            names);
  }

  private Inputs papers(int width) {
    return new InputReader(new Configuration(false))
        .read(
            new DataSource.Citations("trained"),
            folder.toString(),
            new InputShape.Graph(width, InputShape.Graph.Example.NODE),
            List.of());
  }

  @Test
  void newGraphsGetTheColumnsTheModelWasTrainedOn() {
    Inputs inputs = graphs(NAMES);
    assertThat(inputs.names()).containsExactly("DS graph 1", "DS graph 2", "DS graph 3");
    assertThat(inputs.labels()).containsExactly("7", "-1", "7");
    assertThat(inputs.graphs().edges()).isEqualTo(4);
    assertThat(inputs.examples()).isEqualTo(3);
    assertThat(inputs.vectors()).isEqualTo(6);
    assertThat(((Features.Bytes) inputs.features()).values())
        .startsWith(0, 0, 1, 0, 0, 1)
        .endsWith(0, 1, 0, 0, 1, 0);
  }

  @Test
  void newGraphsNeedNoLabelsOfTheirOwn() throws IOException {
    Files.delete(folder.resolve("DS_graph_labels.txt"));
    assertThat(graphs(NAMES).labels()).isEmpty();
  }

  @Test
  void aLabelTheModelNeverSawIsRefused() {
    assertThatThrownBy(() -> graphs(List.of("label=0", "label=5")))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "DS_node_labels.txt: row 2: expected one of the labels the model was trained on (0,"
                + " 5), found -2");
  }

  @Test
  void whatTheModelNeedsMustBeThere() throws IOException {
    assertThatThrownBy(() -> graphs(List.of("attribute 1")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "DS: no file DS_node_attributes.txt, but the model was trained on attributes of nodes");
    files.write("DS_node_attributes.txt", "1 2\n".repeat(6));
    assertThatThrownBy(() -> graphs(List.of("attribute 1")))
        .hasMessageEndingWith(
            "DS_node_attributes.txt: expected 1 number in each row, as the model was trained on,"
                + " found 2");
    Files.delete(folder.resolve("DS_node_labels.txt"));
    assertThatThrownBy(() -> graphs(NAMES))
        .hasMessage("DS: no file DS_node_labels.txt, but the model was trained on labels of nodes");
  }

  @Test
  void newGraphsMayHaveNoNodesAndSeveralLabelsOfEach() throws IOException {
    files.write("DS_graph_indicator.txt", "1\n1\n1\n2\n2\n4\n");
    Files.delete(folder.resolve("DS_graph_labels.txt"));
    files.write("DS_node_labels.txt", "5, 1\n0, 1\n5, 1\n0, 1\n5, 1\n0, 2\n");
    List<String> names = List.of("label 1=0", "label 1=5", "label 2=1", "label 2=2");
    Inputs inputs = graphs(names);
    assertThat(inputs.names()).hasSize(4).endsWith("DS graph 4");
    assertThat(((Features.Bytes) inputs.features()).values())
        .startsWith(0, 1, 1, 0)
        .endsWith(1, 0, 0, 1);
    assertThatThrownBy(() -> graphs(List.of("label 1=0", "label 1=5", "label 2=2")))
        .hasMessageEndingWith(
            "DS_node_labels.txt: row 1: expected as label 2 one of the labels the model was"
                + " trained on (2), found 1");
    assertThatThrownBy(() -> graphs(NAMES))
        .hasMessageEndingWith(
            "DS_node_labels.txt: expected 1 label in each row, as the model was trained on, found"
                + " 2");
  }

  @Test
  void attributesThatTheModelDoesNotKnowAreNoNumbers() throws IOException {
    files.write("DS_node_attributes.txt", "1 C 2 X\n".repeat(6));
    Inputs inputs = graphs(List.of("attribute 1", "attribute 3"));
    assertThat(((Features.Floats) inputs.features()).values()).startsWith(1, 2, 1, 2);
    assertThatThrownBy(() -> graphs(List.of("attribute 1", "attribute 2", "attribute 3")))
        .hasMessageEndingWith(
            "DS_node_attributes.txt: row 1: expected a finite number in column 2, found \"C\"");
  }

  @Test
  void theLabelsOfNumbersArePredictedFromTheirFile() throws IOException {
    files.write("DS_graph_attributes.txt", "0.5, 1\n2 , 3\n4, 5\n");
    Inputs inputs =
        new InputReader(new Configuration(false))
            .read(
                new DataSource.TuGraphs("trained", false, DataSource.TuGraphs.Target.ATTRIBUTES),
                folder.toString(),
                new InputShape.Graph(NAMES.size(), InputShape.Graph.Example.GRAPH),
                NAMES);
    assertThat(inputs.labels()).containsExactly("0.5, 1", "2 , 3", "4, 5");
  }

  @Test
  void newPapersAreNamedByTheirIds() {
    Inputs inputs = papers(2);
    assertThat(inputs.names()).containsExactly("p9", "p1", "q", "r");
    assertThat(inputs.labels()).containsExactly("Theory", "Rules", "Theory", "Rules");
    assertThat(inputs.vectors()).isEqualTo(4);
    assertThat(inputs.graphs().edges()).isEqualTo(3);
  }

  @Test
  void newPapersNeedNoClass() throws IOException {
    files.write("small.content", "p9\t0\t1\np1\t1\t1\nq\t0\t0\nr\t1\t0\n");
    assertThat(papers(2).labels()).isEmpty();
    assertThatThrownBy(() -> papers(3))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "small.content: row 1: expected 4 cells between tabs (id, 3 numbers), found 3");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(
            () ->
                new InputReader(new Configuration(false))
                    .read(
                        new DataSource.TuGraphs("x", false),
                        "no/such",
                        new InputShape.Graph(1, InputShape.Graph.Example.GRAPH),
                        List.of("label=0")))
        .isInstanceOf(DataException.class)
        .hasMessage("no/such: no such folder; a model of graphs reads a folder of files");
  }
}
