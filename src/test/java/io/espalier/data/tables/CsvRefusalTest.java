package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.DataException;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a table in CSV is refused for, and how the message says it. */
class CsvRefusalTest {
  private static final TableSpec LABEL = TableSpec.of("label");

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  /** What is refused: the text, the form, and how the message ends. */
  record Refusal(String text, CsvForm form, String end) {}

  private static Refusal refusal(String text, String end) {
    return new Refusal(text, CsvForm.USUAL, end);
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        refusal("", "/t.csv: expected a header, found an empty file"),
        refusal("a,b,label\n", "/t.csv: the table has no rows"),
        refusal(
            "a,b,label\n1,2,x\n3,,y\n",
            "/t.csv row 2; to fill them set data.missing = median, to leave the rows out"
                + " data.missing = drop"),
        refusal(
            "a,b,label\n1,2,x\n3,4,\n",
            "found that 1 of 2 rows have no label (column \"label\": 1), the first is "
                + "FOLDER/t.csv row 2; to leave them out set data.missing-label = drop"),
        refusal(
            "a,b,label\n1,2,x\n1e39,2,x\n",
            "/t.csv row 2, column \"a\": expected a finite number, found \"1e39\"; if it stands for"
                + " a hole, add it to data.holes"),
        refusal(
            "b,label\n" + "1,x\n".repeat(9) + "1.2.3,x\n",
            "/t.csv row 10, column \"b\": expected a number as in 9 other rows, found \"1.2.3\"; if"
                + " it stands for a hole, add it to data.holes; if these are names, add the column"
                + " to data.categorical"),
        refusal(
            "a,b,label\n1,2\n1,2,x\n",
            "line 2 (row 1): expected 3 cells as in the header, found 2"),
        refusal(
            "a,label\n1,x\n1,000,x\n",
            "line 3 (row 2): expected 2 cells as in the header, found 3; a cell with a comma inside"
                + " needs quotes"),
        refusal(
            "a,b,lable\n1,2,x\n",
            "/t.csv: no column \"label\"; did you mean \"lable\"? There are a, b, lable"),
        refusal("label\nx\n", "/t.csv: no column is left as an input"),
        refusal(
            "a;label\n1;x\n",
            "line 1: expected more than one column, found a;label; set data.separator = \";\""),
        refusal(
            "a\tlabel\n1\tx\n",
            "line 1: expected more than one column, found a\tlabel; set data.separator = \"tab\""),
        refusal(
            " a   label\n 1   x\n",
            "line 1: expected more than one column, found a   label; set data.separator ="
                + " \"blanks\""),
        refusal(
            "1.5,2,x\n2.5,3,y\n",
            "line 1: expected the columns' names, found what looks like data (1.5,2,x); set"
                + " data.header = false if it is data, true if these are names"),
        refusal(
            "2,2,x,y\n1.5,2,x\n2.5,3,y\n",
            "line 1: expected 3 cells as in the lines after it, found 4 cells (2,2,x,y); to leave"
                + " it out set data.skip = 1, and data.header = false as no names follow"),
        refusal(
            "# spring\na,label\n1,x\n",
            "line 1: expected 2 cells as in later lines, found 1 (# spring); if lines"
                + " that begin so are comments, set data.comment = \"#\""),
        refusal(
            "a,label\n1,x\n2,x\n",
            "the label \"label\": expected two classes or more, found one in all 2 rows; is"
                + " data.label another column?"),
        refusal(
            "a,label\n1,x\n2,y\n3,z\n",
            "the label \"label\": expected classes of several rows each, found 3 different ones in"
                + " 3 rows; for numbers to predict set data.regression = true"),
        new Refusal(
            "a,label\n1,x\n",
            new CsvForm(FirstLine.UNSAID, 7, ",", "", "UTF-8"),
            "/t.csv: expected a header, found nothing after 7 lines"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotBeReadGetsOneLine(Refusal refusal) throws IOException {
    files.write("t.csv", refusal.text());
    ReadTables.refused(
        Format.CSV,
        files.path("t.csv"),
        refusal.form(),
        LABEL,
        refusal.end().replace("FOLDER", folder.toString()));
  }

  @Test
  void filesWithOtherColumnsAreRefused() throws IOException {
    files.write("all/a.csv", "x,label\n1,a\n");
    files.write("all/b.csv", "y,label\n1,a\n");
    assertThatThrownBy(() -> ReadTables.csv(files.path("all"), LABEL))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.csv: expected the columns of")
        .hasMessageEndingWith("a.csv (x, label), found y, label");
  }

  @Test
  void aFolderWithoutTablesAndAMissingFileSaySo() throws IOException {
    files.write("notes.md", "nothing");
    ReadTables.refused(
        Format.CSV, folder.toString(), CsvForm.USUAL, LABEL, ": the folder holds no CSV file");
    ReadTables.refused(
        Format.CSV,
        files.path("none.csv"),
        CsvForm.USUAL,
        LABEL,
        "none.csv: no such CSV file; paths are looked up below data.root, which ESPALIER_DATA"
            + " sets");
  }

  @Test
  void tooManyCategoriesAreRefusedAndRowNamesAreLeftOut() throws IOException {
    StringBuilder text = new StringBuilder("id,kind,x,label\n");
    for (int i = 0; i < 2002; i++) {
      text.append("row").append(i).append(",k").append(i / 2).append(",").append(i).append(",a\n");
    }
    files.write("t.csv", text.toString());
    ReadTables.refused(
        Format.CSV,
        files.path("t.csv"),
        CsvForm.USUAL,
        LABEL,
        "column \"kind\": expected at most 1000 different texts, found 1001 in 2002 training rows;"
            + " leave it out with data.except = [\"kind\"]");
    ReadTables kept =
        ReadTables.csv(
            files.path("t.csv"), LABEL.withInputs(List.of(), List.of("kind"), List.of()));
    assertThat(kept.names()).containsExactly("x");
    assertThat(kept.notices)
        .containsExactly(
            "column \"id\" is left out: its text differs in all 2002 training rows; to keep it add"
                + " it to data.categorical");
  }
}
