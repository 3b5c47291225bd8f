package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Features;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputReaderTest {
  private static final DataSource MNIST = new DataSource.Idx("anywhere", List.of());
  private static final InputShape SMALL = new InputShape.Image(1, 2, 3);

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));
  private final InputReader reader = new InputReader(new Configuration(false));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  @Test
  void aPictureIsTurnedGreyAndScaledToTheModelsShape() throws IOException {
    files.picture("one.png", 30, 20, 0xffffff);
    Inputs inputs = reader.read(MNIST, files.path("one.png"), SMALL, List.of());
    assertThat(((Features.Bytes) inputs.features()).values())
        .containsExactly(new int[] {255, 255, 255, 255, 255, 255});
    assertThat(inputs.names()).containsExactly("one.png");
  }

  @Test
  void aFolderOfPicturesIsReadByName() throws IOException {
    files.picture("new/b.png", 3, 2, 0x020202);
    files.picture("new/a.png", 3, 2, 0x010101);
    Inputs inputs = reader.read(MNIST, files.path("new"), SMALL, List.of());
    assertThat(inputs.names()).containsExactly("a.png", "b.png");
    assertThat(inputs.labels()).isEmpty();
  }

  @Test
  void foldersOfClassesGiveLabels() throws IOException {
    files.picture("new/cat/b.png", 3, 2, 0);
    files.picture("new/ant/a.png", 3, 2, 0);
    assertThat(reader.read(MNIST, files.path("new"), SMALL, List.of()).labels())
        .containsExactly("ant", "cat");
  }

  @Test
  void anIdxFileIsReadAsItIs() throws IOException {
    files.write("x-idx3-ubyte.gz", WrittenFiles.gzip(WrittenFiles.images(2, 2, 3)));
    Inputs inputs = reader.read(MNIST, files.path("x-idx3-ubyte.gz"), SMALL, List.of());
    assertThat(inputs.examples()).isEqualTo(2);
    assertThat(inputs.names())
        .containsExactly("x-idx3-ubyte.gz image 1", "x-idx3-ubyte.gz image 2");
  }

  @Test
  void anIdxFileOfAnotherShapeIsRefused() throws IOException {
    files.write("x-idx3-ubyte", WrittenFiles.images(2, 3, 2));
    assertThatThrownBy(() -> reader.read(MNIST, files.path("x-idx3-ubyte"), SMALL, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("x-idx3-ubyte: expected images of 1x2x3, found 1x3x2");
  }

  @Test
  void aCifarBatchCarriesItsLabels() throws IOException {
    files.write("some.bin", WrittenFiles.cifar(3, 9));
    Inputs inputs =
        reader.read(
            new DataSource.Cifar10("x"),
            files.path("some.bin"),
            new InputShape.Flat(3072),
            List.of());
    assertThat(inputs.labels()).containsExactly("cat", "truck");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> reader.read(MNIST, files.path("none.png"), SMALL, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none.png: no such image, folder of images or data file");
  }
}
