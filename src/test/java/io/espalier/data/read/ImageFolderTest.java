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
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private Dataset read(int height, int width, int channels) {
    return examples(new DataSource.ImageFolder(folder.toString(), height, width, channels))
        .dataset();
  }

  private SourceExamples examples(DataSource source) {
    return new SourceReader(new Configuration(false), notices::add).examples(source, 1);
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
    assertThat(notices)
        .containsExactly(
            folder
                + ": 2 entries that are no PNG, JPEG, GIF, BMP, TIFF or WebP picture of a class,"
                + " left out: cat/.hidden.png, cat/notes.txt");
  }

  @Test
  void whateverElseLiesThereIsCountedAndTheFirstAreNamed() throws IOException {
    files.picture("a/1.png", 1, 1, 0);
    files.picture("loose.png", 1, 1, 0);
    files.picture("a/deeper/1.png", 1, 1, 0);
    for (int i = 0; i < 5; i++) {
      files.write("a/" + i + ".psd", "a drawing");
    }
    assertThat(read(0, 0, 1).examples()).isEqualTo(1);
    assertThat(notices)
        .containsExactly(
            folder
                + ": 7 entries that are no PNG, JPEG, GIF, BMP, TIFF or WebP picture of a class,"
                + " left out: a/0.psd, a/1.psd, a/2.psd, a/3.psd, a/4.psd, …");
  }

  @Test
  void whereEverythingIsAPictureThereIsNothingToTell() throws IOException {
    files.picture("a/1.png", 1, 1, 0);
    assertThat(read(0, 0, 1).examples()).isEqualTo(1);
    assertThat(notices).isEmpty();
  }

  @Test
  void namesMayHaveBlanksAndUmlauts() throws IOException {
    Assumptions.assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")),
        "needs a file system with names in UTF-8");
    files.picture("grüne Äpfel/ein Bild.png", 1, 1, 0x070707);
    files.picture("Birnen/ß #1 50%.png", 1, 1, 0x080808);
    Dataset dataset = read(0, 0, 1);
    assertThat(((Targets.Classes) dataset.targets()).names())
        .containsExactly("Birnen", "grüne Äpfel");
    assertThat(bytes(dataset)).containsExactly(new int[] {8, 7});
  }

  private byte[] resized(DataSource.Resize resize) {
    return bytes(
        examples(new DataSource.ImageFolder(folder.toString(), 2, 2, 1, resize)).dataset());
  }

  /** A picture of 4 columns and 2 rows: black, grey, grey, white. */
  private void wide() throws IOException {
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 8; i++) {
      image.setRGB(i % 4, i / 4, new int[] {0, 0x808080, 0x808080, 0xffffff}[i % 4]);
    }
    java.nio.file.Files.createDirectories(folder.resolve("a"));
    ImageIO.write(image, "png", folder.resolve("a/1.png").toFile());
  }

  @Test
  void stretchingKeepsAllOfAPictureAndItsRatioNot() throws IOException {
    wide();
    assertThat(resized(DataSource.Resize.STRETCH)).containsExactly(new int[] {64, 192, 64, 192});
  }

  @Test
  void croppingKeepsTheMiddle() throws IOException {
    wide();
    assertThat(resized(DataSource.Resize.CROP)).containsExactly(new int[] {128, 128, 128, 128});
  }

  @Test
  void fittingPadsWithBlack() throws IOException {
    files.picture("a/1.png", 8, 4, 0x646464);
    byte[] pixels =
        bytes(
            examples(new DataSource.ImageFolder(folder.toString(), 4, 4, 1, DataSource.Resize.FIT))
                .dataset());
    assertThat(pixels)
        .containsExactly(
            new int[] {0, 0, 0, 0, 100, 100, 100, 100, 100, 100, 100, 100, 0, 0, 0, 0});
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
    files.picture("b/3.png", 4, 5, 0);
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected pictures of one size, found 2 (height x width, how many): 5x4 (2),"
                + " 4x4 (1); set data.height and data.width, and data.resize = stretch, fit or"
                + " crop");
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
  void aPublishedValidationPartIsHandedOver() throws IOException {
    files.picture("Training/b/1.png", 1, 1, 0x010101);
    files.picture("Training/a/1.png", 1, 1, 0x020202);
    files.picture("valid/b/1.png", 1, 1, 0x030303);
    files.picture("test/b/1.png", 1, 1, 0x040404);
    files.write("README.txt", "who took them");
    SourceExamples read = examples(new DataSource.ImageFolder(folder.toString(), 0, 0, 1));
    assertThat(bytes(read.dataset())).containsExactly(new int[] {2, 1, 3, 4});
    assertThat(read.dataset().officialTest()).isEqualTo(1);
    assertThat(read.published())
        .hasValueSatisfying(
            split -> {
              assertThat(split.train()).containsExactly(0, 1);
              assertThat(split.validation()).containsExactly(2);
              assertThat(split.test()).containsExactly(3);
            });
    assertThat(notices).singleElement().asString().endsWith("left out: README.txt");
  }

  @Test
  void aTestPartWhoseClassesNobodyTellsIsNotUsed() throws IOException {
    files.picture("train/a/1.png", 1, 1, 0);
    files.picture("test/1.png", 1, 1, 0);
    assertThat(read(0, 0, 1).officialTest()).isZero();
    assertThat(notices)
        .containsExactly(
            folder + "/test: 1 pictures lie in no folder of a class, so the test part is not used");
  }

  @Test
  void aClassMayBeCalledTrain() throws IOException {
    files.picture("train/1.png", 1, 1, 0);
    files.picture("bus/1.png", 1, 1, 0);
    assertThat(((Targets.Classes) read(0, 0, 1).targets()).names()).containsExactly("bus", "train");
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
        .hasMessageContaining(
            "/a/2.png: expected a PNG, JPEG, GIF, BMP, TIFF or WebP picture, cannot read it: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTruncatedPhotographIsNamed() throws IOException {
    files.picture("a/1.jpg", 64, 64, 0x123456);
    byte[] whole = java.nio.file.Files.readAllBytes(folder.resolve("a/1.jpg"));
    files.write("a/1.jpg", java.util.Arrays.copyOf(whole, 200));
    assertThatThrownBy(() -> read(8, 8, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/a/1.jpg: expected a PNG")
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
        .hasMessage(
            folder
                + ": expected one folder of pictures per class, found no folder; where a table"
                + " tells the classes, set data.labels");
  }

  @Test
  void aClassWithoutImagesIsRefused() throws IOException {
    files.write("a/notes.txt", "none");
    assertThatThrownBy(() -> read(0, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + "/a: the folder of a class holds no PNG, JPEG, GIF, BMP, TIFF or WebP picture");
  }
}
