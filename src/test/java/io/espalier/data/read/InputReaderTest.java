package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Features;
import io.espalier.data.Inputs;
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
        .hasMessageContaining("none.png: no such picture, folder of pictures or data file");
  }

  @Test
  void aPictureOfAnotherSizeIsTreatedAsInTraining() throws IOException {
    files.picture("wide.png", 8, 2, 0x0a0a0a);
    InputShape square = new InputShape.Image(1, 4, 4);
    DataSource fitted = new DataSource.ImageFolder("x", 4, 4, 1, DataSource.Resize.FIT);
    DataSource cropped =
        new DataSource.ImageTable("x", "t.csv", "", "", 4, 4, 1, DataSource.Resize.CROP);
    assertThat(pixels(fitted, square, "wide.png"))
        .containsExactly(new int[] {0, 0, 0, 0, 10, 10, 10, 10, 0, 0, 0, 0, 0, 0, 0, 0});
    assertThat(pixels(cropped, square, "wide.png")).hasSize(16).containsOnly(10);
  }

  private byte[] pixels(DataSource trainedOn, InputShape shape, String name) {
    Inputs inputs = reader.read(trainedOn, files.path(name), shape, List.of());
    return ((Features.Bytes) inputs.features()).values();
  }

  @Test
  void flattenedPicturesOfAFolderKeepTheirColours() throws IOException {
    files.picture("one.png", 2, 2, 0x010203);
    DataSource folderOfPictures = new DataSource.ImageFolder("x", 0, 0, 3);
    assertThat(pixels(folderOfPictures, new InputShape.Flat(12), "one.png"))
        .containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  }

  @Test
  void lettersToPredictAreTurnedAsThoseToLearnFrom() throws IOException {
    files.write("emnist-letters-test-images-idx3-ubyte", WrittenFiles.images(1, 2, 3));
    DataSource letters = new DataSource.Emnist("x", "letters");
    assertThat(
            pixels(letters, new InputShape.Image(1, 3, 2), "emnist-letters-test-images-idx3-ubyte"))
        .containsExactly(0, 21, 7, 28, 14, 35);
  }

  @Test
  void aFileOfCifar100CarriesTheLabelsThatTheModelKnows() throws IOException {
    files.write("test.bin", WrittenFiles.cifar100(3, 9));
    InputShape shape = new InputShape.Flat(3072);
    for (DataSource.Cifar100.Labels labels : DataSource.Cifar100.Labels.values()) {
      Inputs inputs =
          reader.read(
              new DataSource.Cifar100("x", labels), files.path("test.bin"), shape, List.of());
      boolean fine = labels == DataSource.Cifar100.Labels.FINE;
      assertThat(inputs.labels()).containsExactly(fine ? "15" : "3", fine ? "45" : "9");
    }
  }

  @Test
  void anArchivesTestPartIsPredicted() {
    String archive = "src/test/resources/io/espalier/arrays/keras.npz";
    DataSource arrays = new DataSource.NumpyArrays(archive, "", "", "", "");
    Inputs inputs = reader.read(arrays, archive, new InputShape.Image(1, 4, 5), List.of());
    assertThat(inputs.labels()).containsExactly("2", "0");
    assertThat(inputs.names()).containsExactly("keras.npz image 1", "keras.npz image 2");
    assertThat(((Features.Bytes) inputs.features()).values()).startsWith(53, 50, (byte) 151);
    assertThat(reader.read(arrays, archive, new InputShape.Flat(20), List.of()).examples())
        .isEqualTo(2);
    assertThatThrownBy(() -> reader.read(arrays, archive, new InputShape.Image(1, 5, 4), List.of()))
        .hasMessageEndingWith("keras.npz, array x_test: expected examples of 1x5x4, found 1x4x5");
  }
}
