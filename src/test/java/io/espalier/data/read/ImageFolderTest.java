package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private Dataset read(int height, int width, int channels) {
    return new SourceReader(new Configuration(false))
        .read(new DataSource.ImageFolder(folder.toString(), height, width, channels), 1);
  }

  private static byte[] bytes(Dataset dataset) {
    return ((Features.Bytes) dataset.features()).values();
  }

  @Test
  void foldersAreClassesAndPlanesAreColours() throws IOException {
    files.picture("dog/1.png", 2, 1, 0x102030);
    files.picture("cat/2.bmp", 2, 1, 0xff0000);
    files.picture("cat/1.png", 2, 1, 0x00ff00);
    files.write("cat/notes.txt", "skipped");
    files.write("cat/.hidden.png", "skipped");
    Dataset dataset = read(0, 0, 3);
    assertThat(dataset.shape()).isEqualTo(new InputShape.Image(3, 1, 2));
    assertThat(((Targets.Classes) dataset.targets()).names()).containsExactly("cat", "dog");
    assertThat(((Targets.Classes) dataset.targets()).labels())
        .containsExactly(new short[] {0, 0, 1});
    assertThat(bytes(dataset))
        .containsExactly(
            new int[] {0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 16, 16, 32, 32, 48, 48});
  }

  @Test
  void colourTurnsToGreyByBrightness() throws IOException {
    files.picture("a/1.png", 2, 2, 0xff0000);
    files.picture("b/1.png", 2, 2, 0xffffff);
    assertThat(bytes(read(0, 0, 1)))
        .containsExactly(new int[] {76, 76, 76, 76, 255, 255, 255, 255});
  }

  @Test
  void greyFilesKeepTheirValues() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    grey.getRaster().setSample(1, 0, 0, 50);
    java.nio.file.Files.createDirectories(folder.resolve("a"));
    ImageIO.write(grey, "png", folder.resolve("a/1.png").toFile());
    assertThat(bytes(read(0, 0, 1))).containsExactly(new int[] {100, 50});
  }

  @Test
  void imagesAreScaledToTheSizeAskedFor() throws IOException {
    files.picture("a/1.png", 64, 48, 0x808080);
    files.picture("a/2.jpg", 5, 9, 0x808080);
    Dataset dataset = read(8, 10, 1);
    assertThat(dataset.shape()).isEqualTo(new InputShape.Image(1, 8, 10));
    for (byte pixel : bytes(dataset)) {
      assertThat(pixel & 0xff).isBetween(126, 130);
    }
  }

  @Test
  void otherSizesAreRefusedUnlessScalingIsAskedFor() throws IOException {
    files.picture("a/1.png", 4, 4, 0);
    files.picture("a/2.png", 4, 5, 0);
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "/a/2.png: expected 4x4 pixels as the first image, found 5x4; give height and width to"
                + " scale all images");
  }

  @Test
  void trainAndTestFoldersAreTheOfficialParts() throws IOException {
    files.picture("train/a/1.png", 1, 1, 0x010101);
    files.picture("train/b/1.png", 1, 1, 0x020202);
    files.picture("test/b/1.png", 1, 1, 0x030303);
    Dataset dataset = read(0, 0, 1);
    assertThat(dataset.officialTest()).isEqualTo(1);
    assertThat(bytes(dataset)).containsExactly(new int[] {1, 2, 3});
  }

  @Test
  void aTestClassThatTrainingLacksIsRefused() throws IOException {
    files.picture("train/a/1.png", 1, 1, 0);
    files.picture("test/z/1.png", 1, 1, 0);
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "/test/z/1.png: expected one of the classes of the train folder (a), found \"z\"");
  }

  @Test
  void anUnreadableImageIsNamed() throws IOException {
    files.picture("a/1.png", 4, 4, 0);
    byte[] whole = java.nio.file.Files.readAllBytes(folder.resolve("a/1.png"));
    files.write("a/2.png", java.util.Arrays.copyOf(whole, 40));
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/a/2.png: expected a PNG, JPEG, GIF or BMP image, cannot read it: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileThatIsNoImageDespiteItsNameIsNamed() throws IOException {
    files.write("a/1.png", "no image");
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("it begins like none of these");
  }

  @Test
  void aFolderWithoutClassesSaysWhatIsExpected() throws IOException {
    files.picture("1.png", 1, 1, 0);
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": expected one folder of images per class, found no folder");
  }

  @Test
  void aClassWithoutImagesIsRefused() throws IOException {
    files.write("a/notes.txt", "none");
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + "/a: the folder of a class holds no PNG, JPEG, GIF or BMP image");
  }
}
