package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Dataset;
import io.espalier.data.EdgeList;
import io.espalier.data.Features;
import io.espalier.data.Graphs;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphDataTest {
  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  /** Two graphs: nodes of (0, 10) and (2, 30), and one of (100, 1). */
  private static Dataset graphs(InputShape.Graph.Example example) {
    boolean whole = example == InputShape.Graph.Example.GRAPH;
    EdgeList edges = new EdgeList();
    edges.add(0, 1);
    return Dataset.ofGraphs(
        new InputShape.Graph(2, example),
        new Features.Floats(new float[] {0, 10, 2, 30, 100, 1}),
        new Targets.Classes(new short[whole ? 2 : 3], List.of("a")),
        List.of("attribute 1", "attribute 2"),
        edges.graphs(whole ? new int[] {0, 2, 3} : new int[] {0, 3}));
  }

  private static Normalisation fit(Dataset dataset, Normalise how, int... train) {
    return new NormalisationFit(dataset, train).fit(how);
  }

  @Test
  void theNodesOfTheTrainingGraphsDecideTheNormalisation() {
    Dataset graphs = graphs(InputShape.Graph.Example.GRAPH);
    assertThat(fit(graphs, new Normalise.Fitted(), 0).shift()).containsExactly(1, 20);
    assertThat(fit(graphs, new Normalise.Fitted(), 0).divisor()).containsExactly(1, 10);
    assertThat(fit(graphs, new Normalise.Unit(), 0).divisor()).containsExactly(2, 20);
    assertThat(fit(graphs, new Normalise.Fitted(), 1).shift()).containsExactly(100, 1);
  }

  @Test
  void trainingNodesDecideWhereNodesAreTheExamples() {
    assertThat(fit(graphs(InputShape.Graph.Example.NODE), new Normalise.Fitted(), 0, 2).shift())
        .containsExactly(50, 5.5f);
  }

  @Test
  void onesOfGraphsAreNoPixels() {
    Dataset set =
        Dataset.ofGraphs(
            new InputShape.Graph(1, InputShape.Graph.Example.GRAPH),
            new Features.Bytes(new byte[] {0, 1}),
            new Targets.Classes(new short[1], List.of("a")),
            List.of("label=1"),
            new EdgeList().graphs(new int[] {0, 2}));
    assertThat(fit(set, new Normalise.Unit(), 0).scale()).isEqualTo(1);
    assertThat(fit(set, new Normalise.Fitted(), 0).shift()).containsExactly(0.5f);
  }

  @Test
  void nodesAreFilledInNormalised() {
    Dataset graphs = graphs(InputShape.Graph.Example.GRAPH);
    PreparedData data =
        new PreparedData(
            graphs,
            new Split(new int[] {0, 1}, new int[0], new int[0]),
            fit(graphs, new Normalise.RowSum(), 0),
            "print");
    float[] target = new float[6];
    data.fillNodes(1, 2, target);
    assertThat(target).containsExactly(2 / 32f, 30 / 32f, 100 / 101f, 1 / 101f, 0, 0);
  }

  @Test
  void theFingerprintKnowsEveryEdge() {
    Dataset with = graphs(InputShape.Graph.Example.GRAPH);
    Dataset without =
        Dataset.ofGraphs(
            (InputShape.Graph) with.shape(),
            with.features(),
            with.targets(),
            with.featureNames(),
            new EdgeList().graphs(with.graphs().firstNode()));
    assertThat(print(with)).isEqualTo(print(graphs(InputShape.Graph.Example.GRAPH)));
    assertThat(print(without)).isNotEqualTo(print(with));
    assertThat(without.graphs()).isNotEqualTo(Graphs.NONE);
  }

  private static String print(Dataset dataset) {
    Split split = new Split(new int[] {0}, new int[0], new int[] {1});
    return Fingerprint.of(dataset, split, Normalisation.NONE, List.of());
  }

  private PreparedData citations(int papers, Selection selection, long seed) throws IOException {
    StringBuilder content = new StringBuilder();
    StringBuilder cites = new StringBuilder();
    for (int i = 0; i < papers; i++) {
      content.append(i).append("\t0\t1\t").append(i % 3 == 0 ? "a" : "b").append('\n');
      cites.append(i).append('\t').append((i + 7) % papers).append('\n');
    }
    Files.writeString(folder.resolve("x.content"), content);
    Files.writeString(folder.resolve("x.cites"), cites);
    DataSpec spec =
        new DataSpec(
            new DataSource.Citations(folder.toString()),
            0,
            new Amount.Share(0.2),
            0,
            new Amount.Share(0.2),
            0,
            selection,
            new Normalise.None(),
            false);
    return new DataLoader(new Configuration(false), notices::add).load(spec, seed);
  }

  @Test
  void withoutThePublishedSplitOneOfItsSizesIsDrawnAndSaidSo() throws IOException {
    Split split = citations(1600, Selection.PUBLISHED, 1).split();
    assertThat(split.train()).hasSize(40).isSorted();
    assertThat(IntStream.of(split.train()).filter(row -> row % 3 == 0).count()).isEqualTo(20);
    assertThat(split.validation()).hasSize(500).isSorted().doesNotContain(split.train());
    assertThat(split.test())
        .hasSize(1000)
        .isSorted()
        .doesNotContain(split.train())
        .doesNotContain(split.validation());
    assertThat(notices)
        .containsExactly(
            "the published split is not known, as no planetoid-split.txt lies beside the papers;"
                + " one of the same sizes is drawn with the seed: results differ from published"
                + " ones");
    assertThat(citations(1600, Selection.PUBLISHED, 1).split().test()).isEqualTo(split.test());
    assertThat(citations(1600, Selection.PUBLISHED, 2).split().test()).isNotEqualTo(split.test());
  }

  @Test
  void aSetTooSmallForThePublishedSizesIsSplitAsOtherData() throws IOException {
    PreparedData data = citations(100, Selection.PUBLISHED, 1);
    assertThat(data.split().test()).hasSize(20);
    assertThat(data.split().validation()).hasSize(16);
    assertThat(notices)
        .singleElement()
        .asString()
        .endsWith("the set is too small for one of its sizes and is split as other data are");
  }

  @Test
  void aSplitOfOnesOwnNeedsNoNotice() throws IOException {
    assertThat(citations(100, Selection.STRATIFIED, 1).split().train()).hasSize(64);
    assertThat(notices).isEmpty();
  }

  @Test
  void thePublishedSplitIsTakenWithoutANotice() throws IOException {
    Files.writeString(
        folder.resolve("planetoid-split.txt"), "0\ttrain\n1\ttest\n2\tvalidation\n3\tunused\n");
    Split split = citations(4, Selection.PUBLISHED, 1).split();
    assertThat(split.train()).containsExactly(0);
    assertThat(split.test()).containsExactly(1);
    assertThat(split.validation()).containsExactly(2);
    assertThat(notices).isEmpty();
  }
}
