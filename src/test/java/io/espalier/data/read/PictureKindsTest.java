package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource.Resize;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kinds of pictures that Java does not read or write by itself. The files, 24 pixels wide and 16
 * high, were written with Pillow: red, green, blue and light grey quarters.
 */
class PictureKindsTest {
  private static final String RESOURCES = "src/test/resources/io/espalier/pictures/";
  private static final DataFiles FILES = new DataFiles(new Configuration(false));
  private static final int RED = 0xff0000;
  private static final int GREEN = 0x00ff00;
  private static final int BLUE = 0x0000ff;
  private static final int GREY = 0xc8c8c8;

  @TempDir Path folder;

  private static Picture resource(String name) {
    return Picture.read(FILES, DataFiles.path(RESOURCES + name));
  }

  /**
   * The colours of the four quarters, 0xRRGGBB: upper left, upper right, lower left, lower right.
   */
  private static List<Integer> quarters(Picture picture) {
    int height = picture.size().height();
    int width = picture.size().width();
    byte[] planes = new byte[3 * height * width];
    picture.write(new InputShape.Image(3, height, width), Resize.STRETCH, planes, 0);
    int plane = height * width;
    return List.of(3 * width + 3, 4 * width - 4, plane - 4 * width + 3, plane - 3 * width - 4)
        .stream()
        .map(
            at ->
                ((planes[at] & 0xff) << 16)
                    | ((planes[plane + at] & 0xff) << 8)
                    | (planes[2 * plane + at] & 0xff))
        .toList();
  }

  private static void assertNear(List<Integer> found, List<Integer> expected, int within) {
    for (int i = 0; i < 4; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat((found.get(i) >> shift) & 0xff)
            .as("quarter %d of %s, bits from %d", i, found, shift)
            .isBetween(
                ((expected.get(i) >> shift) & 0xff) - within,
                ((expected.get(i) >> shift) & 0xff) + within);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk.jpg", "cmyk.tif", "lossy.webp", "palette.tif"})
  void aPictureOfAnyKindHasItsColours(String name) {
    Picture picture = resource(name);
    assertThat(picture.size()).isEqualTo(new Picture.Size(16, 24));
    assertNear(quarters(picture), List.of(RED, GREEN, BLUE, GREY), 5);
  }

  @Test
  void whatIsTransparentIsWhite() {
    assertThat(quarters(resource("transparent.webp")))
        .containsExactly(RED, 0xffffff, BLUE, 0xffffff);
  }

  @Test
  void ofSixteenBitsTheHighestEightCount() {
    byte[] grey = new byte[16 * 24];
    resource("sixteen.tif").write(new InputShape.Image(1, 16, 24), Resize.STRETCH, grey, 0);
    for (int i = 0; i < grey.length; i++) {
      assertThat(grey[i] & 0xff).isEqualTo((i * 150) / 256);
    }
  }

  @Test
  void fractionsHaveNoBlackAndWhite() {
    assertThatThrownBy(() -> resource("fractions.tif"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "fractions.tif: expected a PNG, JPEG, GIF, BMP, TIFF or WebP picture, cannot read it:"
                + " its samples are fractions or have more than 16 bits; save it with 8 or 16"
                + " bits");
  }

  @Test
  void greyWithTransparencyKeepsItsValues() throws IOException {
    java.awt.image.ColorModel model =
        new java.awt.image.ComponentColorModel(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_GRAY),
            true,
            false,
            java.awt.Transparency.TRANSLUCENT,
            java.awt.image.DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(model, model.createCompatibleWritableRaster(2, 1), false, null);
    image.getRaster().setPixel(0, 0, new int[] {100, 255});
    image.getRaster().setPixel(1, 0, new int[] {100, 51});
    Path file = folder.resolve("grey.png");
    ImageIO.write(image, "png", file.toFile());
    byte[] grey = new byte[2];
    Picture.read(FILES, DataFiles.path(file.toString()))
        .write(new InputShape.Image(1, 1, 2), Resize.STRETCH, grey, 0);
    assertThat(grey).containsExactly(new int[] {100, 224});
  }

  /** Letters of the quarters as Pillow's exif_transpose turns them. */
  @ParameterizedTest
  @CsvSource({"1,RGBW", "2,GRWB", "3,WBGR", "4,BWRG", "5,RBGW", "6,BRWG", "7,WGBR", "8,GWRB"})
  void aPhotographIsTurnedAsTheCameraWasHeld(int orientation, String expected) throws IOException {
    Path file = folder.resolve("photo.jpg");
    Files.write(file, photograph(orientation));
    org.apache.hadoop.fs.Path path = DataFiles.path(file.toString());
    Picture picture = Picture.read(FILES, path);
    assertThat(picture.size())
        .isEqualTo(orientation < 5 ? new Picture.Size(16, 24) : new Picture.Size(24, 16));
    assertThat(Picture.size(FILES, path)).isEqualTo(picture.size());
    assertNear(
        quarters(picture),
        expected
            .chars()
            .mapToObj(
                letter ->
                    switch (letter) {
                      case 'R' -> RED;
                      case 'G' -> GREEN;
                      case 'B' -> BLUE;
                      default -> GREY;
                    })
            .toList(),
        20);
  }

  @Test
  void aTiffIsTurnedToo() {
    assertThat(quarters(resource("turned.tif"))).containsExactly(BLUE, RED, GREY, GREEN);
  }

  @Test
  void aDamagedOrientationIsNone() throws IOException {
    Path file = folder.resolve("photo.jpg");
    Files.write(file, photograph(77));
    assertThat(Picture.read(FILES, DataFiles.path(file.toString())).size())
        .isEqualTo(new Picture.Size(16, 24));
  }

  @Test
  void aJpegThatClaimsMorePixelsThanItsBytesHoldIsRefused() throws IOException {
    BufferedImage plain = new BufferedImage(3000, 2000, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(plain, "jpg", bytes);
    Path file = Files.write(folder.resolve("plain.jpg"), bytes.toByteArray());
    org.apache.hadoop.fs.Path path = DataFiles.path(file.toString());
    assertThat(Picture.size(FILES, path)).isEqualTo(new Picture.Size(2000, 3000));
    byte[] small = photograph(1);
    int frame = 0;
    while ((small[frame] & 0xff) != 0xff || (small[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    small[frame + 5] = 40; // 10,256 rows
    small[frame + 7] = 16; // of 4,120
    Files.write(file, small);
    assertThatThrownBy(() -> Picture.read(FILES, path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(small.length + " bytes hold no ");
  }

  /** A JPEG of the four quarters whose EXIF data say how the camera was held. */
  private static byte[] photograph(int orientation) throws IOException {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 24 * 16; i++) {
      boolean left = i % 24 < 12;
      int colour = i < 24 * 8 ? (left ? RED : GREEN) : left ? BLUE : GREY;
      image.setRGB(i % 24, i / 24, colour);
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", plain);
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(plain.toByteArray(), 0, 2);
    all.write(exif);
    all.write(plain.toByteArray(), 2, plain.size() - 2);
    return all.toByteArray();
  }
}
