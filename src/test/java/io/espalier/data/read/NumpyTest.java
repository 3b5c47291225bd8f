package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays that NumPy 2.4 wrote, and small ones that the test writes. */
class NumpyTest {
  private static final String RESOURCES = "src/test/resources/io/espalier/arrays/";

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  private SourceExamples examples(DataSource source) {
    return new SourceReader(new Configuration(false), notices::add).examples(source, 1);
  }

  private Dataset archive(String name) {
    return examples(new DataSource.NumpyArrays(RESOURCES + name, "", "", "", "")).dataset();
  }

  private Dataset files(String images, String labels) {
    return examples(new DataSource.NumpyArrays("", images, labels, "", "")).dataset();
  }

  private static Features values(String path) {
    return new NumpyFiles(new DataFiles(new Configuration(false)))
        .array(DataFiles.path(path))
        .values();
  }

  /** A small array in version 1 of the format; the header is taken as it is given. */
  private String write(String name, String header, byte... values) throws IOException {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer =
        ByteBuffer.allocate(10 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.UTF_8)).put((byte) 1);
    buffer.put((byte) 0).putShort((short) text.length).put(text).put(values);
    Files.write(folder.resolve(name), buffer.array());
    return folder.resolve(name).toString();
  }

  private String bytes(String name, String shape, int... values) throws IOException {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return write(
        name, "{'descr': '|u1', 'fortran_order': False, 'shape': (" + shape + "), }", bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "i4", "i8", "f4", "f8"})
  void everyTypeAndOrderIsRead(String type) {
    for (String form : List.of("little-c", "big-fortran")) {
      Features values = values(RESOURCES + type + "-" + form + ".npy");
      float[] all = new float[24];
      values.copy(0, all, 0, 24);
      for (int i = 0; i < 24; i++) {
        assertThat(all[i]).as("%s, value %d", form, i).isEqualTo(i);
      }
      assertThat(values instanceof Features.Bytes).isEqualTo(type.equals("u1"));
    }
  }

  @Test
  void anArchiveOfKerasHasATestPart() {
    Dataset dataset = archive("keras.npz");
    assertThat(dataset.shape()).isEqualTo(new InputShape.Image(1, 4, 5));
    assertThat(dataset.officialTest()).isEqualTo(2);
    byte[] pixels = ((Features.Bytes) dataset.features()).values();
    assertThat(Arrays.copyOfRange(pixels, 80, 85))
        .containsExactly(new int[] {53, 50, 151, 221, 46});
    assertThat(Arrays.copyOfRange(pixels, 115, 120))
        .containsExactly(new int[] {31, 36, 45, 158, 77});
    Targets.Classes classes = (Targets.Classes) dataset.targets();
    assertThat(classes.labels()).containsExactly(new short[] {0, 1, 2, 1, 2, 0});
    assertThat(classes.names()).containsExactly("0", "1", "2");
    assertThat(notices).isEmpty();
  }

  @Test
  void aPublishedValidationPartIsHandedOverAndColoursBecomePlanes() {
    SourceExamples read =
        examples(new DataSource.NumpyArrays(RESOURCES + "medical.npz", "", "", "", ""));
    assertThat(read.dataset().shape()).isEqualTo(new InputShape.Image(3, 4, 5));
    assertThat(read.published())
        .hasValueSatisfying(
            split -> {
              assertThat(split.train()).containsExactly(0, 1, 2);
              assertThat(split.validation()).containsExactly(3, 4);
              assertThat(split.test()).containsExactly(5);
            });
    byte[] pixels = ((Features.Bytes) read.dataset().features()).values();
    assertThat(Arrays.copyOfRange(pixels, 300, 305))
        .containsExactly(new int[] {93, 49, 38, 188, 45});
    assertThat(Arrays.copyOfRange(pixels, 355, 360))
        .containsExactly(new int[] {215, 100, 179, 75, 120});
    Targets.Classes classes = (Targets.Classes) read.dataset().targets();
    assertThat(classes.names()).containsExactly("1", "2");
    assertThat(classes.labels()).containsExactly(new short[] {0, 1, 0, 1, 0, 1});
    assertThat(notices)
        .containsExactly(
            RESOURCES
                + "medical.npz, array train_labels: labels are not 0, 1, … without gaps; the"
                + " classes are the 2 that occur, 1 to 2");
  }

  @Test
  void arraysWithoutNamesArePicturesAndOneHotClasses() {
    Dataset dataset = archive("positions.npz");
    assertThat(dataset.shape()).isEqualTo(new InputShape.Flat(7));
    assertThat(dataset.features()).isInstanceOf(Features.Floats.class);
    assertThat(((Targets.Classes) dataset.targets()).labels())
        .containsExactly(new short[] {2, 0, 1});
  }

  @Test
  void namesInAnArchiveMayBeGiven() {
    Dataset dataset =
        examples(new DataSource.NumpyArrays(RESOURCES + "others.npz", "left", "right", "", ""))
            .dataset();
    assertThat(dataset.examples()).isEqualTo(2);
    assertThatThrownBy(() -> archive("others.npz"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            RESOURCES
                + "others.npz: expected arrays x_train and y_train, train_images and train_labels,"
                + " or arr_0 and arr_1, found left, right; set data.images and data.labels to the"
                + " names of two of them");
  }

  @Test
  void filesOfTheirOwnMayHaveATestPart() throws IOException {
    String labels = bytes("y.npy", "2,", 0, 1);
    String images = bytes("x.npy", "2, 1, 1", 7, 8);
    Dataset dataset =
        examples(new DataSource.NumpyArrays("", images, labels, images, labels)).dataset();
    assertThat(dataset.officialTest()).isEqualTo(2);
    assertThat(((Features.Bytes) dataset.features()).values()).containsExactly(7, 8, 7, 8);
    assertThat(files(RESOURCES + "single.npz", labels).examples()).isEqualTo(2);
  }

  @Test
  void planesMayComeFirst() throws IOException {
    Dataset dataset =
        files(bytes("x.npy", "1, 3, 1, 2", 1, 2, 3, 4, 5, 6), bytes("y.npy", "1,", 0));
    assertThat(dataset.shape()).isEqualTo(new InputShape.Image(3, 1, 2));
    assertThat(((Features.Bytes) dataset.features()).values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    assertRefused(
        write("x.npy", "{'descr': '|u1', 'fortran_order': False}"),
        "/x.npy: byte 10: expected a header with the values' type, their order and the array's"
            + " shape, found \"{'descr': '|u1', 'fortran_order': False}\"");
    assertRefused(
        bytes("x.npy", "2, 2", 1, 2, 3),
        ": expected 4 bytes of values, found 3: the file is truncated");
    assertRefused(bytes("x.npy", "2,", 1, 2, 3), "expected the end of the file, found more bytes");
    assertRefused(
        bytes("x.npy", "0, 2"),
        "/x.npy: byte 10: expected an array with at least one example, found the shape (0, 2)");
    assertRefused(
        bytes("x.npy", "99999, 99999"),
        "/x.npy: 9999800001 numbers are more than one data set may hold (2,147,483,631); use fewer"
            + " files, columns or pixels");
    assertRefused(
        RESOURCES + "objects.npy",
        "objects.npy: byte 10: expected whole numbers (u1 to u8, i1 to i8) or fractions (f4, f8),"
            + " found values of type \"O\"");
    assertRefused(
        RESOURCES + "text.npy",
        "text.npy: byte 10: expected whole numbers (u1 to u8, i1 to i8) or fractions (f4, f8),"
            + " found values of type \"U3\"");
    Files.writeString(folder.resolve("x.npy"), "no array");
    assertRefused(
        folder.resolve("x.npy").toString(),
        "/x.npy: byte 0: expected an array of NumPy (.npy), found a file that begins like none");
    Files.writeString(folder.resolve("x.npz"), "no archive");
    assertRefused(
        folder.resolve("x.npz").toString(),
        "/x.npz: expected an archive of NumPy's arrays (.npz), found none");
    assertRefused(
        folder.resolve("none.npy").toString(),
        "none.npy: no such file of arrays; paths are looked up below data.root, which"
            + " ESPALIER_DATA sets");
  }

  private static void assertRefused(String path, String end) {
    assertThatThrownBy(() -> values(path))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end)
        .hasMessageNotContaining("\n");
  }

  private void assertRefused(String images, String labels, String end) {
    assertThatThrownBy(() -> files(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatFitsNoSetIsSaid() throws IOException {
    String pictures = bytes("x.npy", "2, 1, 1", 7, 8);
    assertRefused(
        pictures,
        bytes("y.npy", "3,", 0, 1, 2),
        "/y.npy: expected 2 labels, as many as " + pictures + " has examples, found 3");
    assertRefused(
        pictures,
        bytes("y.npy", "2, 2", 0, 1, 1, 1),
        "/y.npy: label 2: expected a single 1 and zeros, found 1.0 at place 1");
    assertRefused(
        pictures,
        bytes("y.npy", "2, 2", 0, 1, 0, 0),
        "/y.npy: label 2: expected a single 1 and zeros, found zeros alone");
    assertRefused(
        pictures,
        bytes("y.npy", "2, 1, 1", 0, 1),
        "/y.npy: expected one label for each example, [examples] or [examples, 1], or rows with a"
            + " single 1, found the shape [2, 1, 1]; set data.images and data.labels");
    assertRefused(
        bytes("x.npy", "2,", 7, 8),
        bytes("y.npy", "2,", 0, 1),
        "/x.npy: expected pictures [examples, height, width], [examples, height, width, 1 or 3] or"
            + " [examples, 1 or 3, height, width], or vectors [examples, features], found the shape"
            + " [2]");
  }

  @Test
  void theTestPartMustBeLikeTheOther() throws IOException {
    String images = bytes("x.npy", "2, 1, 1", 7, 8);
    String labels = bytes("y.npy", "2,", 0, 1);
    String others = bytes("z.npy", "2, 1, 2", 7, 8, 9, 9);
    String unknown = bytes("u.npy", "2,", 0, 2);
    assertThatThrownBy(
            () -> examples(new DataSource.NumpyArrays("", images, labels, others, labels)))
        .hasMessageEndingWith(
            "/z.npy: expected examples of 1x1x1 and values of type u1 as in "
                + images
                + ", found 1x1x2 and u1");
    assertThatThrownBy(
            () -> examples(new DataSource.NumpyArrays("", images, labels, images, unknown)))
        .hasMessageEndingWith(
            "/u.npy: label 2: expected one of the 2 classes to learn from, found 2");
  }
}
