package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.Features;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CitationReaderTest {
  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeASet() throws IOException {
    files = new WrittenFiles(folder);
    files.citationSet();
  }

  private SourceExamples read() {
    return new SourceReader(new Configuration(false))
        .examples(new DataSource.Citations(folder.toString()), 1);
  }

  @Test
  void papersAreTheNodesOfOneGraph() {
    SourceExamples read = read();
    assertThat(read.dataset().shape())
        .isEqualTo(new InputShape.Graph(2, InputShape.Graph.Example.NODE));
    assertThat(read.dataset().examples()).isEqualTo(4);
    assertThat(read.dataset().graphs().count()).isEqualTo(1);
    assertThat(read.dataset().graphs().neighbours()).containsExactly(1, 0, 2, 1, 3, 2);
    Targets.Classes classes = (Targets.Classes) read.dataset().targets();
    assertThat(classes.names()).containsExactly("Rules", "Theory");
    assertThat(classes.labels()).containsExactly(new short[] {1, 0, 1, 0});
    assertThat(read.published()).isEmpty();
  }

  @Test
  void zerosAndOnesStayBytes() {
    assertThat(((Features.Bytes) read().dataset().features()).values())
        .containsExactly(new int[] {0, 1, 1, 1, 0, 0, 1, 0});
  }

  @Test
  void otherNumbersMakeAllOfThemNumbers() throws IOException {
    files.write("small.content", "p9\t0\t1\tA\np1\t1\t0.5\tA\nq\t0\t0\tB\nr\t1\t2e1\tB\n\n");
    assertThat(((Features.Floats) read().dataset().features()).values())
        .containsExactly(0, 1, 1, 0.5f, 0, 0, 1, 20);
  }

  @Test
  void thePublishedSplitIsTakenAndUnusedPapersBelongToNoPart() throws IOException {
    files.write("planetoid-split.txt", "r\ttrain\nq\tunused\np1\tvalidation\np9\ttest\n");
    Split split = read().published().orElseThrow();
    assertThat(split.train()).containsExactly(3);
    assertThat(split.validation()).containsExactly(1);
    assertThat(split.test()).containsExactly(0);
  }
}
