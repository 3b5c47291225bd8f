package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryImagesTest {
  @TempDir Path folder;

  private final List<String> notices = new ArrayList<>();

  private Dataset read(DataSource source) {
    return new SourceReader(new Configuration(false), notices::add).read(source, 1);
  }

  private static short[] labels(Dataset dataset) {
    return ((Targets.Classes) dataset.targets()).labels();
  }

  private static List<String> names(Dataset dataset) {
    return ((Targets.Classes) dataset.targets()).names();
  }

  private void emnist(String set) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("emnist-" + set + "-train-images-idx3-ubyte", WrittenFiles.images(3, 2, 2));
    files.write("emnist-" + set + "-train-labels-idx1-ubyte", WrittenFiles.labels(1, 3, 2));
    files.write(
        "emnist-" + set + "-test-images-idx3-ubyte.gz",
        WrittenFiles.gzip(WrittenFiles.images(1, 2, 2)));
    files.write("emnist-" + set + "-test-labels-idx1-ubyte", WrittenFiles.labels(3));
  }

  @Test
  void lettersAreTurnedUprightAndCountedFromOne() throws IOException {
    emnist("letters");
    Dataset found = read(new DataSource.Idx(folder.toString(), List.of()));
    byte[] pixels = ((Features.Bytes) found.features()).values();
    assertThat(pixels).startsWith(0, 14, 7, 21, 28, 42, 35, 49);
    assertThat(names(found)).containsExactly("1", "2", "3");
    assertThat(labels(found)).containsExactly(new short[] {0, 2, 1, 2});
    assertThat(found.officialTest()).isEqualTo(1);
    assertThat(notices)
        .containsExactly(
            "emnist-letters: its pictures are stored transposed and are turned upright",
            "emnist-letters-train-labels-idx1-ubyte: labels begin at 1; the classes are the 3 that"
                + " occur, 1 to 3");
    Dataset named = read(new DataSource.Idx(folder.toString(), List.of("A", "B", "C")));
    assertThat(names(named)).containsExactly("A", "B", "C");
    assertThat(labels(named)).isEqualTo(labels(found));
  }

  @Test
  void oneOfSeveralSetsIsChosenByItsName() throws IOException {
    emnist("letters");
    emnist("digits");
    assertThat(read(new DataSource.Emnist(folder.toString(), "digits")).examples()).isEqualTo(4);
    assertThatThrownBy(() -> read(new DataSource.Idx(folder.toString(), List.of())))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected one set in the folder, found emnist-digits, emnist-letters; set"
                + " data.source = emnist and data.set = letters for one of EMNIST, or give each set"
                + " a folder of its own");
    assertThatThrownBy(() -> read(new DataSource.Emnist(folder.toString(), "balanced")))
        .hasMessage(
            folder
                + ": no file emnist-balanced-train-images-idx3-ubyte (or .gz); set ESPALIER_DATA to"
                + " the folder that data paths start from");
  }

  @Test
  void theFirstOfWideLabelsIsTheClass() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("qmnist-train-images-idx3-ubyte", WrittenFiles.images(3, 2, 3));
    files.write("qmnist-train-labels-idx2-int", WrittenFiles.wideLabels(2, 0, 1));
    files.write("qmnist-test-images-idx3-ubyte", WrittenFiles.images(2, 2, 3));
    files.write("qmnist-test-labels-idx2-int.gz", WrittenFiles.gzip(WrittenFiles.wideLabels(1, 1)));
    Dataset dataset = read(new DataSource.Idx(folder.toString(), List.of()));
    assertThat(labels(dataset)).containsExactly(new short[] {2, 0, 1, 1, 1});
    assertThat(((Features.Bytes) dataset.features()).values()[1]).isEqualTo((byte) 7);
    assertThat(notices).isEmpty();
  }

  @Test
  void aPictureOfCifar100HasTwoLabels() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("train.bin", WrittenFiles.cifar100(0, 19, 3));
    files.write("test.bin", WrittenFiles.cifar100(2));
    Dataset fine =
        read(new DataSource.Cifar100(folder.toString(), DataSource.Cifar100.Labels.FINE));
    assertThat(labels(fine)).containsExactly(new short[] {0, 95, 15, 10});
    assertThat(names(fine)).hasSize(100).startsWith("0", "1");
    files.write("coarse_label_names.txt", "group\n".repeat(20));
    Dataset coarse =
        read(new DataSource.Cifar100(folder.toString(), DataSource.Cifar100.Labels.COARSE));
    assertThat(labels(coarse)).containsExactly(new short[] {0, 19, 3, 2});
    assertThat(names(coarse)).hasSize(20).startsWith("group");
    assertThat(((Features.Bytes) coarse.features()).values()[2 * 3072]).isEqualTo((byte) 30);
    assertThat(coarse.officialTest()).isEqualTo(1);
    files.write("test.bin", WrittenFiles.cifar100(20));
    assertThatThrownBy(
            () -> read(new DataSource.Cifar100(folder.toString(), DataSource.Cifar100.Labels.FINE)))
        .hasMessageEndingWith("/test.bin: byte 1: expected a label from 0 to 99, found label 100");
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
