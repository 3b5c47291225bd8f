package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  @TempDir Path folder;

  static DataSource.Table table(String path) {
    return new DataSource.Table(Format.CSV, path, "label", List.of(), List.of(), false, ',', "");
  }

  private static Dataset read(DataSource.Table table) {
    return new SourceReader(new Configuration(false)).read(table, 1);
  }

  private static float[] numbers(Dataset dataset) {
    return ((Features.Floats) dataset.features()).values();
  }

  @Test
  void numbersStayAndTextBecomesOneInputPerCategory() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", "size,colour,label\n1.5,red,yes\n-2e1,blue,no\n 3 ,\"red\",yes\n");
    Dataset dataset = read(table(files.path("t.csv")));
    assertThat(dataset.featureNames()).containsExactly("size", "colour=blue", "colour=red");
    assertThat(numbers(dataset)).containsExactly(1.5f, 0, 1, -20, 1, 0, 3, 0, 1);
    Targets.Classes classes = (Targets.Classes) dataset.targets();
    assertThat(classes.names()).containsExactly("no", "yes");
    assertThat(classes.labels()).containsExactly((short) 1, (short) 0, (short) 1);
  }

  @Test
  void numericClassesAreSortedByValue() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", "x,label\n1,10\n2,9\n3,-1\n");
    Targets.Classes classes = (Targets.Classes) read(table(files.path("t.csv"))).targets();
    assertThat(classes.names()).containsExactly("-1", "9", "10");
  }

  @Test
  void declaredCategoriesMayLookLikeNumbers() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", "zone,x,label\n10,1,a\n9,2,b\nnorth,3,b\n");
    Dataset dataset =
        read(
            new DataSource.Table(
                Format.CSV,
                files.path("t.csv"),
                "label",
                List.of("x", "zone"),
                List.of("zone"),
                false,
                ',',
                ""));
    assertThat(dataset.featureNames()).containsExactly("x", "zone=10", "zone=9", "zone=north");
  }

  @Test
  void aRegressionLabelIsANumber() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", "x;y\n1;0.5\n2;0.25\n");
    Dataset dataset =
        read(
            new DataSource.Table(
                Format.CSV, files.path("t.csv"), "y", List.of(), List.of(), true, ';', ""));
    assertThat(((Targets.Numbers) dataset.targets()).values()).containsExactly(0.5f, 0.25f);
  }

  @Test
  void filesOfAFolderFollowTheirNamesAndTheTestTableComesLast() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("all/b.csv", "x,label\n3,a\n");
    files.write("all/a.csv", "\uFEFFx,label\n1,a\n2,b\n");
    files.write(
        "all/c.csv.gz", WrittenFiles.gzip("x,label\n4,b\n".getBytes(StandardCharsets.UTF_8)));
    files.write("all/_SUCCESS", "");
    files.write("test.csv", "x,label\n5,b\n");
    Dataset dataset =
        read(
            new DataSource.Table(
                Format.CSV,
                files.path("all"),
                "label",
                List.of(),
                List.of(),
                false,
                ',',
                files.path("test.csv")));
    assertThat(numbers(dataset)).containsExactly(1, 2, 3, 4, 5);
    assertThat(dataset.officialTest()).isEqualTo(1);
  }

  @Test
  void aGlobTakesTheFilesItMatches() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("part-2.csv", "x,label\n2,a\n");
    files.write("part-1.csv", "x,label\n1,a\n");
    files.write("other.csv", "x,label\n9,a\n");
    assertThat(numbers(read(table(files.path("part-*.csv"))))).containsExactly(1, 2);
  }

  @Test
  void filesWithOtherColumnsAreRefused() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("all/a.csv", "x,label\n1,a\n");
    files.write("all/b.csv", "y,label\n1,a\n");
    assertThatThrownBy(() -> read(table(files.path("all"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.csv: expected the columns of")
        .hasMessageEndingWith("a.csv (x, label), found y, label");
  }

  @Test
  void aFolderWithoutTablesSaysSo() throws IOException {
    new WrittenFiles(folder).write("notes.md", "nothing");
    assertThatThrownBy(() -> read(table(folder.toString())))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": the folder holds no CSV file");
  }

  @Test
  void aMissingFileNamesWherePathsStartFrom() {
    String path = folder.resolve("none.csv").toString();
    assertThatThrownBy(() -> read(table(path)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            path
                + ": no such CSV file; paths are looked up below data.root, which ESPALIER_DATA"
                + " sets");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", "x,label\n1,gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(table(files.path("t.csv"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv: ")
        .hasMessageEndingWith("expected CSV, found bytes that are not UTF-8");
  }

  @Test
  void aColumnOfRowNamesIsRefused() throws IOException {
    StringBuilder text = new StringBuilder("id,label\n");
    for (int i = 0; i <= 1000; i++) {
      text.append("row").append(i).append(",a\n");
    }
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", text.toString());
    assertThatThrownBy(() -> read(table(files.path("t.csv"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "line 1002 (row 1001), column \"id\": expected at most 1000 different values");
  }
}
