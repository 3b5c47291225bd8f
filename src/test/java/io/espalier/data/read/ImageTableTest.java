package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTableTest {
  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void writeInto() throws IOException {
    files = new WrittenFiles(folder);
    files.picture("photos/001.png", 1, 1, 0x010101);
    files.picture("photos/more/002.png", 1, 1, 0x020202);
    files.picture("photos/a b.png", 1, 1, 0x030303);
  }

  private Dataset read(String fileColumn, String labelColumn, String table) throws IOException {
    files.write("train.csv", table);
    return new SourceReader(new Configuration(false), notices::add)
        .read(
            new DataSource.ImageTable(
                files.path("photos"),
                files.path("train.csv"),
                fileColumn,
                labelColumn,
                0,
                0,
                1,
                DataSource.Resize.STRETCH),
            1);
  }

  private void assertRefused(String table, String end) {
    assertThatThrownBy(() -> read("", "", table))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aRowNamesAPictureAndItsClass() throws IOException {
    Dataset dataset = read("", "", "image,breed\n002,dog\na b.png,cat\nphotos/001.png,dog\n");
    assertThat(((Features.Bytes) dataset.features()).values()).containsExactly(new int[] {2, 3, 1});
    Targets.Classes classes = (Targets.Classes) dataset.targets();
    assertThat(classes.names()).containsExactly("cat", "dog");
    assertThat(classes.labels()).containsExactly(new short[] {1, 0, 1});
    assertThat(notices).isEmpty();
  }

  @Test
  void columnsMayBeNamed() throws IOException {
    Dataset dataset =
        read("file", "kind", "kind,width,file\n9,1,001\n10,1,more/002.png\n10,1,a b\n");
    assertThat(((Targets.Classes) dataset.targets()).names()).containsExactly("9", "10");
    assertThat(((Features.Bytes) dataset.features()).values()).containsExactly(new int[] {1, 2, 3});
  }

  @Test
  void picturesWithoutARowAreCountedAndTold() throws IOException {
    assertThat(read("", "", "id,label\n001,x\n").examples()).isEqualTo(1);
    assertThat(notices)
        .containsExactly(
            files.path("photos")
                + ": 2 of 3 pictures have no row in "
                + files.path("train.csv")
                + " and are left out: a b.png, more/002.png");
  }

  @Test
  void namesWithoutAPictureAreCountedAndTold() {
    assertRefused(
        "id,label\n001,x\n7,x\n8,y\n",
        "/train.csv: column \"id\": 2 of 3 names have no picture in "
            + files.path("photos")
            + ": 7, 8; set data.path to the pictures' folder, or data.file-column to the column of"
            + " their names");
  }

  @Test
  void aNameOfTwoPicturesIsRefused() throws IOException {
    files.picture("photos/001.bmp", 1, 1, 0);
    assertRefused(
        "id,label\n001,x\n",
        "/train.csv: row 1, column \"id\": expected the name of one picture, found"
            + " \"001\", which 2 have: "
            + files.path("photos/001.bmp")
            + ", "
            + files.path("photos/001.png"));
  }

  @Test
  void aPictureOfTwoClassesIsRefused() {
    assertRefused(
        "id,label\n001,x\n001.png,y\n",
        "/train.csv: row 2, column \"label\": expected one class for each picture, found"
            + " \"y\" for \"001.png\" after \"x\"");
  }

  @Test
  void aTableOfNamesAloneIsRefused() {
    assertRefused(
        "id\n001\n",
        "/train.csv: expected a column of pictures' names and one of classes, found id");
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> read("image", "", "images,label\n001,x\n"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "/train.csv: no column \"image\"; did you mean \"images\"? There are images, label");
  }
}
