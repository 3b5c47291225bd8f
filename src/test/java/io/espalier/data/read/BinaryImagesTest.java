package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryImagesTest {
  @TempDir Path folder;

  private static Dataset read(DataSource source) {
    return new SourceReader(new Configuration(false)).read(source, 1);
  }

  @Test
  void anIdxSetKeepsItsBytesAndItsTestPart() throws IOException {
    new WrittenFiles(folder).idxSet();
    Dataset dataset = read(new DataSource.Idx(folder.toString(), List.of("a", "b", "c")));
    assertThat(dataset.shape()).isEqualTo(new InputShape.Image(1, 2, 3));
    assertThat(dataset.examples()).isEqualTo(8);
    assertThat(dataset.officialTest()).isEqualTo(2);
    byte[] pixels = ((Features.Bytes) dataset.features()).values();
    assertThat(pixels[1]).isEqualTo((byte) 7);
    assertThat(pixels[37]).isEqualTo((byte) 7);
    Targets.Classes classes = (Targets.Classes) dataset.targets();
    assertThat(classes.labels()).containsExactly(new short[] {0, 1, 2, 0, 1, 2, 2, 1});
    assertThat(classes.names()).containsExactly("a", "b", "c");
  }

  @Test
  void packedAndDottedNamesAreFoundToo() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("train-images.idx3-ubyte", WrittenFiles.images(2, 2, 2));
    files.write("train-labels-idx1-ubyte.gz", WrittenFiles.gzip(WrittenFiles.labels(0, 1)));
    files.write("t10k-images.idx3-ubyte.gz", WrittenFiles.gzip(WrittenFiles.images(1, 2, 2)));
    files.write("t10k-labels.idx1-ubyte", WrittenFiles.labels(1));
    assertThat(read(new DataSource.Idx(folder.toString(), List.of())).examples()).isEqualTo(3);
  }

  @Test
  void cifarBatchesFollowTheirNumbers() throws IOException {
    new WrittenFiles(folder).cifarSet();
    Dataset dataset = read(new DataSource.Cifar10(folder.toString()));
    Targets.Classes classes = (Targets.Classes) dataset.targets();
    assertThat(classes.labels()).containsExactly(new short[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0});
    assertThat(classes.names()).startsWith("airplane").endsWith("truck").hasSize(10);
    assertThat(((Features.Bytes) dataset.features()).values()[4 * 3072]).isEqualTo((byte) 40);
    assertThat(dataset.officialTest()).isEqualTo(2);
  }

  @Test
  void aFileUriIsReadLikeALocalPath() throws IOException {
    new WrittenFiles(folder).idxSet();
    Dataset local = read(new DataSource.Idx(folder.toString(), List.of()));
    Dataset uri = read(new DataSource.Idx(folder.toUri().toString(), List.of()));
    assertThat(((Features.Bytes) uri.features()).values())
        .isEqualTo(((Features.Bytes) local.features()).values());
  }

  @Test
  void irisHasItsThreeSpecies() {
    Dataset iris = read(new DataSource.Iris());
    assertThat(iris.examples()).isEqualTo(150);
    assertThat(((Features.Floats) iris.features()).values()).startsWith(5.1f, 3.5f, 1.4f, 0.2f);
    Targets.Classes classes = (Targets.Classes) iris.targets();
    assertThat(classes.names()).containsExactly("setosa", "versicolor", "virginica");
    for (short species = 0; species < 3; species++) {
      short wanted = species;
      assertThat(
              java.util.stream.IntStream.range(0, 150).filter(i -> classes.labels()[i] == wanted))
          .hasSize(50);
    }
  }

  @Test
  void aMissingFolderNamesTheSetToGet() throws IOException {
    Path fashion = Files.createDirectory(folder.resolve("fashion-mnist"));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> read(new DataSource.Idx(fashion.toString(), List.of())))
        .hasMessageEndingWith("espalier data get fashion-mnist");
  }
}
