package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.TuGraphs.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of damage to files of graphs gets one line with the file and the row. */
class DamagedGraphsTest {
  @TempDir Path folder;

  private static DamagedFilesTest.Case of(String file, String text, String message) {
    return new DamagedFilesTest.Case(message, f -> f.write(file, text), message);
  }

  private static DamagedFilesTest.Case without(String file, String message) {
    return new DamagedFilesTest.Case(message, f -> Files.delete(Path.of(f.path(file))), message);
  }

  static Stream<DamagedFilesTest.Case> damagedSets() {
    return Stream.of(
        of(
            "DS_A.txt",
            "1, 2\n2, 7\n",
            "/DS_A.txt: row 2: expected nodes from 1 to 6, as DS_graph_indicator.txt has 6 nodes,"
                + " found node 7"),
        of(
            "DS_A.txt",
            "0, 1\n",
            "/DS_A.txt: row 1: expected nodes from 1 to 6, as DS_graph_indicator.txt has 6 nodes,"
                + " found node 0"),
        of(
            "DS_A.txt",
            "1, 2\n99999999999, 1\n",
            "/DS_A.txt: row 2: expected nodes from 1 to 6, as DS_graph_indicator.txt has 6 nodes,"
                + " found node 99999999999"),
        of(
            "DS_A.txt",
            "1, 2\n3, 4\n",
            "/DS_A.txt: row 2: expected an edge within one graph, found node 3 of graph 1 and node"
                + " 4 of graph 2"),
        of(
            "DS_A.txt",
            "1, 2\n3, x\n",
            "/DS_A.txt: row 2: expected two whole numbers, as in \"1, 2\", found \"3, x\""),
        of(
            "DS_A.txt",
            "1, 2\n3\n",
            "/DS_A.txt: row 2: expected two whole numbers, as in \"1, 2\", found \"3\""),
        of(
            "DS_A.txt",
            "1, 2, 3\n",
            "/DS_A.txt: row 1: expected two whole numbers, as in \"1, 2\", found \"1, 2, 3\""),
        of("DS_A.txt", "1, 2\n\n2, 1\n", "/DS_A.txt: row 2: expected a row, found an empty one"),
        of(
            "DS_graph_indicator.txt",
            "1\n1\n2\n1\n",
            "/DS_graph_indicator.txt: row 4: expected graph 2 or a later one (nodes stand graph by"
                + " graph, graphs are numbered from 1), found graph 1"),
        of(
            "DS_graph_indicator.txt",
            "1\n1\n5\n5\n6\n6\n",
            "/DS_graph_labels.txt: row 4: expected more rows, 6 in all, as DS_graph_indicator.txt"
                + " has 6 graphs, found the end of the file"),
        of(
            "DS_graph_indicator.txt",
            "0\n1\n",
            "/DS_graph_indicator.txt: row 1: expected graph 1 or a later one (nodes stand graph by"
                + " graph, graphs are numbered from 1), found graph 0"),
        of(
            "DS_graph_indicator.txt",
            "1\n1.5\n",
            "/DS_graph_indicator.txt: row 2: expected the graph of a node as a whole number, found"
                + " \"1.5\""),
        of(
            "DS_graph_indicator.txt",
            "\n\n",
            "/DS_graph_indicator.txt: row 1: expected the graph of a node, found the end of the"
                + " file"),
        of(
            "DS_graph_labels.txt",
            "7\n-1\n",
            "/DS_graph_labels.txt: row 3: expected more rows, 3 in all, as DS_graph_indicator.txt"
                + " has 3 graphs, found the end of the file"),
        of(
            "DS_graph_labels.txt",
            "7\nmutagen\n7\n",
            "/DS_graph_labels.txt: row 2: expected the label of a graph (data.regression = true"
                + " takes numbers to predict) as a whole number, found \"mutagen\""),
        of(
            "DS_graph_labels.txt",
            "0.5\n1.5\n2.5\n",
            "/DS_graph_labels.txt: row 1: expected the label of a graph (data.regression = true"
                + " takes numbers to predict) as a whole number, found \"0.5\""),
        of(
            "DS_graph_attributes.txt",
            "1.5\n2.5\n3.5\n4.5\n",
            "/DS_graph_attributes.txt: expected 3 rows, as DS_graph_labels.txt has, found 4"),
        of(
            "DS_graph_attributes.txt",
            "1.5\n2.5\n",
            "/DS_graph_attributes.txt: row 3: expected more rows, 3 in all, as"
                + " DS_graph_indicator.txt has 3 graphs, found the end of the file"),
        of(
            "DS_node_labels.txt",
            "5\n-2\n5\n0\n",
            "/DS_node_labels.txt: row 5: expected more rows, 6 in all, as DS_graph_indicator.txt"
                + " has 6 nodes, found the end of the file"),
        of(
            "DS_node_labels.txt",
            "1, 2\n3\n",
            "/DS_node_labels.txt: row 2: expected 2 labels as in row 1, found 1"),
        of(
            "DS_node_labels.txt",
            "1, x\n",
            "/DS_node_labels.txt: row 1: expected the label of a node as a whole number, found"
                + " \"x\""),
        of(
            "DS_node_attributes.txt",
            "1, 2\n3\n",
            "/DS_node_attributes.txt: row 2: expected 2 numbers as in row 1, found 1"),
        of(
            "DS_node_attributes.txt",
            "1\n2\n",
            "/DS_node_attributes.txt: row 3: expected more rows, 6 in all, as"
                + " DS_graph_indicator.txt has 6 nodes, found the end of the file"),
        of(
            "DS_edge_labels.txt",
            "0\n0\n0\n",
            "/DS_edge_labels.txt: row 4: expected more rows, 7 in all, as DS_A.txt has 7 rows,"
                + " found the end of the file"),
        of(
            "DS_edge_attributes.txt",
            "0.5, 1\n",
            "/DS_edge_attributes.txt: row 2: expected more rows, 7 in all, as DS_A.txt has 7 rows,"
                + " found the end of the file"),
        of(
            "DS_edge_labels.txt",
            "0\n".repeat(8),
            "/DS_edge_labels.txt: row 8: expected the end of the file, as DS_A.txt has 7 rows,"
                + " found another row"),
        new DamagedFilesTest.Case(
            "bytes of another alphabet",
            f -> f.write("DS_A.txt", new byte[] {'1', ',', '2', '\n', (byte) 0xff, (byte) 0xfe}),
            "/DS_A.txt: after row 0: expected text, found bytes that are not UTF-8"),
        new DamagedFilesTest.Case(
            "truncated gzip",
            f -> {
              Files.delete(Path.of(f.path("DS_A.txt")));
              byte[] packed =
                  WrittenFiles.gzip("1, 2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
              f.write("DS_A.txt.gz", java.util.Arrays.copyOf(packed, packed.length - 9));
            },
            "/DS_A.txt.gz: after row 0: expected text, found damage: Unexpected end of ZLIB input"
                + " stream"),
        of("OTHER_A.txt", "1, 2\n", ": expected one set in the folder, found DS, OTHER"),
        without(
            "DS_A.txt",
            ": no file NAME_A.txt (or .gz); set ESPALIER_DATA to the folder that data paths start"
                + " from, or run: espalier data get mutag"),
        without(
            "DS_graph_labels.txt",
            ": no file DS_graph_labels.txt (or .gz); set ESPALIER_DATA to the folder that data"
                + " paths start from, or run: espalier data get mutag"));
  }

  @ParameterizedTest
  @MethodSource("damagedSets")
  void aDamagedSetOfGraphsGetsOneLine(DamagedFilesTest.Case damaged) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.tuSet();
    damaged.damage().to(files);
    assertOneLine(new DataSource.TuGraphs(folder.toString(), false), damaged.message());
  }

  static Stream<DamagedFilesTest.Case> damagedNumbers() {
    return Stream.of(
        of(
            "DS_graph_attributes.txt",
            "1.5\nhigh\n2\n",
            "/DS_graph_attributes.txt: row 2: expected a finite number to predict, found"
                + " \"high\""),
        of(
            "DS_graph_attributes.txt",
            "1, 2\n3, NaN\n5, 6\n",
            "/DS_graph_attributes.txt: row 2: expected a finite number to predict, found"
                + " \"NaN\""),
        of(
            "DS_graph_attributes.txt",
            "1, 2\n3\n5, 6\n",
            "/DS_graph_attributes.txt: row 2: expected 2 numbers as in row 1, found 1"),
        without(
            "DS_A.txt",
            ": no file NAME_A.txt (or .gz); set ESPALIER_DATA to the folder that data paths start"
                + " from, or run: espalier data get mutag"),
        new DamagedFilesTest.Case(
            "no numbers at all",
            f -> {},
            ": no file for data.target = attributes, but DS_graph_labels.txt: set data.target ="
                + " labels"));
  }

  @ParameterizedTest
  @MethodSource("damagedNumbers")
  void damagedNumbersToPredictGetOneLine(DamagedFilesTest.Case damaged) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.tuSet();
    damaged.damage().to(files);
    assertOneLine(
        new DataSource.TuGraphs(folder.toString(), false, Target.ATTRIBUTES), damaged.message());
  }

  @Test
  void labelsThatAreAttributesGetOneLineWithTheKey() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.tuSet();
    Files.move(folder.resolve("DS_graph_labels.txt"), folder.resolve("DS_graph_attributes.txt"));
    assertOneLine(
        new DataSource.TuGraphs(folder.toString(), false),
        ": no file for data.target = labels, but DS_graph_attributes.txt: set data.target ="
            + " attributes");
  }

  static Stream<DamagedFilesTest.Case> damagedCitations() {
    return Stream.of(
        of(
            "small.cites",
            "p9\tp1\np1\tnobody\n",
            "/small.cites: row 2: expected papers of small.content, found \"nobody\""),
        of(
            "small.cites",
            "p9\n",
            "/small.cites: row 1: expected the ids of a cited and a citing paper, found \"p9\""),
        of(
            "small.content",
            "p9\t0\t1\tTheory\np1\t1\tRules\n",
            "/small.content: row 2: expected 4 cells between tabs (id, 2 numbers, class), found"
                + " 3"),
        of(
            "small.content",
            "p9\t0\t1\tTheory\np1\t1\tRules\tTheory\n",
            "/small.content: row 2: expected a finite number, found \"Rules\""),
        of(
            "small.content",
            "p9\t0\t1\tTheory\np9\t1\t1\tTheory\n",
            "/small.content: row 2: expected a paper of its own, found \"p9\" again, which is row"
                + " 1"),
        of(
            "small.content",
            "p9,0,1,Theory\n",
            "/small.content: row 1: expected id, numbers and class between tabs, found 1 of them"),
        of(
            "small.content",
            "",
            "/small.content: row 1: expected a paper, found the end of the file"),
        of(
            "planetoid-split.txt",
            "p9\ttrain\np1\ttrian\n",
            "/planetoid-split.txt: row 2: expected an id and one of train, validation, test,"
                + " unused, found \"p1\ttrian\""),
        of(
            "planetoid-split.txt",
            "p8\ttrain\n",
            "/planetoid-split.txt: row 1: expected papers of small.content, found \"p8\""),
        of(
            "planetoid-split.txt",
            "p9\ttrain\np9\ttest\n",
            "/planetoid-split.txt: row 2: expected each paper once, found \"p9\" again"),
        of(
            "planetoid-split.txt",
            "p9\ttrain\nr\ttest\np1\ttest\n",
            "/planetoid-split.txt: expected a row for each of the 4 papers of small.content, found"
                + " none for \"q\""),
        of(
            "planetoid-split.txt",
            "p9\ttest\nr\ttest\np1\ttest\nq\tunused\n",
            "/planetoid-split.txt: expected papers to train, found none"),
        without(
            "small.content",
            ": no file NAME.content (or .gz); set ESPALIER_DATA to the folder that data paths start"
                + " from, or run: espalier data get cora"),
        without(
            "small.cites",
            ": no file small.cites (or .gz); set ESPALIER_DATA to the folder that data paths start"
                + " from, or run: espalier data get cora"));
  }

  @ParameterizedTest
  @MethodSource("damagedCitations")
  void aDamagedCitationSetGetsOneLine(DamagedFilesTest.Case damaged) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.citationSet();
    damaged.damage().to(files);
    assertOneLine(new DataSource.Citations(folder.toString()), damaged.message());
  }

  private static void assertOneLine(DataSource source, String end) {
    SourceReader reader = new SourceReader(new Configuration(false));
    assertThatThrownBy(() -> reader.read(source, 1))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end)
        .hasMessageNotContaining("\n");
  }
}
