package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** The published graphs themselves, where ESPALIER_DATA names a folder that has them. */
class PublishedGraphsTest {
  private final List<String> notices = new ArrayList<>();

  private PreparedData load(DataSource source, int folds, Selection selection) {
    DataSpec spec =
        new DataSpec(
            source,
            0,
            new Amount.Share(0),
            folds,
            new Amount.Share(0),
            0,
            selection,
            new Normalise.RowSum(),
            false);
    return new DataLoader(new Configuration(false), notices::add).load(spec, 1);
  }

  private static int count(Dataset dataset, int[] rows, int label) {
    short[] labels = ((Targets.Classes) dataset.targets()).labels();
    return (int) IntStream.of(rows).filter(row -> labels[row] == label).count();
  }

  @Test
  void mutagHasItsGraphsAndTenFoldsOfThem() {
    PreparedData data =
        load(
            new DataSource.TuGraphs(PublishedFilesTest.folder("tu/MUTAG"), false),
            10,
            Selection.STRATIFIED);
    Dataset mutag = data.dataset();
    assertThat(mutag.examples()).isEqualTo(188);
    assertThat(mutag.graphs().nodes()).isEqualTo(3371);
    assertThat(mutag.graphs().edges()).isEqualTo(3721);
    assertThat(mutag.shape()).isEqualTo(new InputShape.Graph(7, InputShape.Graph.Example.GRAPH));
    assertThat(mutag.features()).isInstanceOf(Features.Bytes.class);
    assertThat(((Targets.Classes) mutag.targets()).names()).containsExactly("-1", "1");
    assertThat(count(mutag, data.split().train(), 0)).isEqualTo(63);
    assertThat(count(mutag, data.split().train(), 1)).isEqualTo(125);
    for (PreparedData.Fold fold : data.folds()) {
      assertThat(fold.split().validation().length).isBetween(18, 19);
      assertThat(count(mutag, fold.split().validation(), 0)).isBetween(6, 7);
    }
  }

  @Test
  void coraHasItsPapersLinksAndPublishedSplit() {
    PreparedData data =
        load(new DataSource.Citations(PublishedFilesTest.folder("cora")), 0, Selection.PUBLISHED);
    Dataset cora = data.dataset();
    assertThat(cora.examples()).isEqualTo(2708);
    assertThat(cora.shape()).isEqualTo(new InputShape.Graph(1433, InputShape.Graph.Example.NODE));
    assertThat(cora.features()).isInstanceOf(Features.Bytes.class);
    assertThat(cora.graphs().edges()).isEqualTo(5278);
    assertThat(((Targets.Classes) cora.targets()).names())
        .hasSize(7)
        .startsWith("Case_Based")
        .endsWith("Theory");
    assertThat(data.examples(Part.TRAIN)).isEqualTo(140);
    assertThat(data.examples(Part.VALIDATION)).isEqualTo(500);
    assertThat(data.examples(Part.TEST)).isEqualTo(1000);
    for (int label = 0; label < 7; label++) {
      assertThat(count(cora, data.split().train(), label)).isEqualTo(20);
    }
    assertThat(notices).isEmpty();
    float[] paper = new float[1433];
    data.fillNodes(2707, 1, paper);
    double sum = 0;
    for (float number : paper) {
      sum += number;
    }
    assertThat(sum).isBetween(0.9999, 1.0001);
  }
}
