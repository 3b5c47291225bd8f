package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.CellRules;
import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.DataException;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.DatePart;
import io.espalier.data.TableSpec;
import io.espalier.data.Targets;
import io.espalier.data.read.WrittenFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  private static final TableSpec LABEL = TableSpec.of("label");

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private ReadTables read(String text, TableSpec spec) throws IOException {
    return read(text, CsvForm.USUAL, spec);
  }

  private ReadTables read(String text, CsvForm form, TableSpec spec) throws IOException {
    files.write("t.csv", text);
    return ReadTables.csv(files.path("t.csv"), form, spec);
  }

  @Test
  void numbersStayAndTextBecomesOneInputPerCategory() throws IOException {
    ReadTables table =
        read("size,colour,label\n1.5,red,yes\n-2e1,blue,no\n 3 ,\"red\",yes\n", LABEL);
    assertThat(table.names()).containsExactly("size", "colour=blue", "colour=red");
    assertThat(table.numbers()).containsExactly(1.5f, 0, 1, -20, 1, 0, 3, 0, 1);
    Targets.Classes classes = (Targets.Classes) table.targets();
    assertThat(classes.names()).containsExactly("no", "yes");
    assertThat(classes.labels()).containsExactly((short) 1, (short) 0, (short) 1);
  }

  @Test
  void numericClassesAreSortedByValue() throws IOException {
    assertThat(read("x,label\n1,10\n2,9\n3,-1\n4,9\n", LABEL).classes())
        .containsExactly("-1", "9", "10");
  }

  @Test
  void declaredCategoriesMayLookLikeNumbers() throws IOException {
    TableSpec spec = LABEL.withInputs(List.of("x", "zone"), List.of(), List.of("z*"));
    assertThat(read("zone,x,label\n10,1,a\n9,2,b\n8,3,b\n", spec).names())
        .containsExactly("x", "zone=8", "zone=9", "zone=10");
  }

  @Test
  void aColumnOfTextMayHoldNumbersWhereverTheyStand() throws IOException {
    assertThat(read("t,x,label\n1,1,a\nnorth,2,b\n1,3,b\nsouth,4,a\n", LABEL).names())
        .containsExactly("t=1", "t=north", "t=south", "x");
    assertThat(read("t,x,label\nnorth,1,a\n1,2,b\n1,3,b\nsouth,4,a\n", LABEL).names())
        .containsExactly("t=1", "t=north", "t=south", "x");
  }

  @Test
  void regressionLabelsAreNumbersOneOrMore() throws IOException {
    CsvForm semicolon = CsvForm.USUAL.withSeparator(";");
    assertThat(read("x;y\n1;0.5\n2;0.25\n", semicolon, LABEL.predicting(List.of("y"))).targets())
        .isInstanceOfSatisfying(
            Targets.Numbers.class,
            numbers -> assertThat(numbers.values()).containsExactly(0.5f, 0.25f));
    Targets.Numbers two =
        (Targets.Numbers)
            read("a,x,b\n1,5,3\n2,6,4\n", LABEL.predicting(List.of("b", "a"))).targets();
    assertThat(two.width()).isEqualTo(2);
    assertThat(two.values()).containsExactly(3, 1, 4, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "2", "last"})
  void theLabelIsANameAPlaceOrTheLast(String label) throws IOException {
    String text =
        label.equals("last") ? "x,kind\n1,a\n2,b\n3,a\n" : "x,kind,y\n1,a,4\n2,b,5\n3,a,6\n";
    assertThat(read(text, TableSpec.of(label)).classes()).containsExactly("a", "b");
  }

  @Test
  void patternsChooseInputs() throws IOException {
    String text = "m1,m2,n1,label\n1,4,3,a\n2,5,4,b\n3,6,5,a\n";
    assertThat(read(text, LABEL.withInputs(List.of("m*"), List.of("?2"), List.of())).names())
        .containsExactly("m1");
    assertThat(read(text, LABEL.withInputs(List.of("n1", "m?"), List.of(), List.of())).names())
        .containsExactly("n1", "m1", "m2");
    ReadTables.refused(
        Format.CSV,
        files.path("t.csv"),
        CsvForm.USUAL,
        LABEL.withInputs(List.of(), List.of("k*"), List.of()),
        "/t.csv: no column \"k*\" (data.except); did you mean \"m1\"? There are m1, m2, n1, label");
  }

  @Test
  void filesOfAFolderFollowTheirNamesAndTheTestTableComesLast() throws IOException {
    files.write("all/b.csv", "x,label\n3,a\n");
    files.write("all/a.csv", "\uFEFFx,label\n1,a\n2,b\n");
    files.write(
        "all/c.csv.gz", WrittenFiles.gzip("label,x\nb,4\n".getBytes(StandardCharsets.UTF_8)));
    files.write("all/_SUCCESS", "");
    files.write("test.csv", "more,label,x\n9,b,5\n");
    ReadTables table = ReadTables.csv(files.path("all"), files.path("test.csv"), LABEL);
    assertThat(table.numbers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(table.rows.testRows()).isEqualTo(1);
    assertThat(table.rows.names().text(2)).endsWith("/b.csv row 1");
    assertThat(table.rows.names().text(4)).endsWith("/test.csv row 1");
  }

  @Test
  void aGlobTakesTheFilesItMatches() throws IOException {
    files.write("part-2.csv", "x,label\n2,a\n");
    files.write("part-1.csv", "x,label\n1,a\n");
    files.write("other.csv", "x,label\n9,a\n");
    assertThat(ReadTables.csv(files.path("part-*.csv"), LABEL).numbers()).containsExactly(1, 2);
  }

  @Test
  void hadoopsCodecsUnpack() throws IOException {
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration(false));
    try (java.io.OutputStream out = codec.createOutputStream(packed)) {
      out.write("x,label\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
    }
    files.write("t.csv.bz2", packed.toByteArray());
    assertThat(ReadTables.csv(files.path("t.csv.bz2"), LABEL).numbers()).containsExactly(1, 2);
  }

  @Test
  void aTableWithoutHeaderHasNumberedColumns() throws IOException {
    CsvForm data = new CsvForm(FirstLine.DATA, 0, ",", "", "UTF-8");
    ReadTables table = read("1,5,a\n2,6,b\n3,7,a\n", data, TableSpec.of("last"));
    assertThat(table.names()).containsExactly("c1", "c2");
    assertThat(table.numbers()).containsExactly(1, 5, 2, 6, 3, 7);
  }

  @Test
  void runsOfBlanksSeparateCells() throws IOException {
    CsvForm blanks = new CsvForm(FirstLine.NAMES, 0, CsvForm.BLANKS, "", "UTF-8");
    String text = "  x \t y   label  \n   1   2.5 \"a b\"\n 3   4    c \n\n5 6 c";
    ReadTables table = read(text, blanks, LABEL);
    assertThat(table.numbers()).containsExactly(1, 2.5f, 3, 4, 5, 6);
    assertThat(table.classes()).containsExactly("a b", "c");
  }

  @Test
  void skippedLinesAndCommentsAreNoRows() throws IOException {
    CsvForm form = new CsvForm(FirstLine.NAMES, 2, ",", "#", "UTF-8");
    String text = "from a survey\n3,4\nx,label\n1,a\n# a pause\n2,b\n3,a\n";
    assertThat(read(text, form, LABEL).numbers()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineEndAndQuotedOnesInsideCells(String end) throws IOException {
    String text =
        String.join(
            end, "x,label", "1,\"a" + end + "b\"", "", "2,\"say \"\"c\"\", d\"", "3, e ", "4,e");
    ReadTables table = read(text, LABEL);
    assertThat(table.numbers()).containsExactly(1, 2, 3, 4);
    assertThat(table.classes()).containsExactly("a" + end + "b", "e", "say \"c\", d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkDecides(String charset) throws IOException {
    files.write(
        "t.csv", "\uFEFFx,label\n1,gr\u00fcn\n2,b\n3,b\n".getBytes(Charset.forName(charset)));
    ReadTables table = ReadTables.csv(files.path("t.csv"), LABEL);
    assertThat(table.classes()).containsExactly("b", "gr\u00fcn");
    assertThat(table.names()).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-16LE"})
  void anotherCharacterSetIsGuessedAndThenRead(String charset) throws IOException {
    String text =
        "x,label\n1,gr\u00fcn" + (charset.startsWith("w") ? "\u20ac" : "") + "\n2,b\n3,b\n";
    files.write("t.csv", text.getBytes(Charset.forName(charset)));
    ReadTables.refused(
        Format.CSV,
        files.path("t.csv"),
        CsvForm.USUAL,
        LABEL,
        "expected CSV in UTF-8, found bytes that are none; set data.charset, perhaps to "
            + charset);
    CsvForm named = new CsvForm(FirstLine.UNSAID, 0, ",", "", charset);
    assertThat(ReadTables.csv(files.path("t.csv"), named, LABEL).classes())
        .anyMatch(name -> name.startsWith("gr\u00fcn"));
  }

  @Test
  void numbersAreWrittenInOtherConventions() throws IOException {
    CellRules german =
        new CellRules(
            ",",
            ".",
            List.of("%", "€"),
            List.of("dd.MM.yyyy"),
            List.of(DatePart.NUMBER),
            List.of(""));
    TableSpec spec = LABEL.withRules(ColumnRules.USUAL.withCells(german));
    ReadTables table =
        read(
            "a;b;c;d;label\n1.234,5;17%;€ 6;02.01.1970;x\n-0,5;8%;7,5 €;31.12.1969;y\n",
            CsvForm.USUAL.withSeparator(";"), spec);
    assertThat(table.numbers()).containsExactly(1234.5f, 0.17f, 6, 1, -0.5f, 0.08f, 7.5f, -1);
  }

  @Test
  void datesBecomeTheirParts() throws IOException {
    CellRules parts =
        new CellRules(
            ".",
            "",
            List.of(),
            List.of("yyyy-MM-dd HH:mm", "yyyy-MM-dd"),
            List.of(DatePart.YEAR, DatePart.MONTH, DatePart.WEEKDAY, DatePart.HOUR),
            CellRules.HOLES);
    ReadTables table =
        read(
            "t,label\n2024-05-01 18:30,x\n2023-12-31,y\n",
            LABEL.withRules(ColumnRules.USUAL.withCells(parts)));
    assertThat(table.names()).containsExactly("t.year", "t.month", "t.weekday", "t.hour");
    assertThat(table.numbers()).containsExactly(2024, 5, 3, 18, 2023, 12, 7, 0);
  }

  @Test
  void namesMayHaveDotsBlanksAndTwins() throws IOException {
    ReadTables table = read("a.b,c d,c d,label\n1,2,3,x\n4,5,6,y\n", LABEL);
    assertThat(table.names()).containsExactly("a.b", "c d", "c d.2");
    assertThat(table.notices)
        .singleElement()
        .asString()
        .endsWith("/t.csv: two columns are called \"c d\"; the later is \"c d.2\"");
  }

  @Test
  void whatPandasAndTrailingSeparatorsAddIsLeftOutAndTold() throws IOException {
    for (String index : List.of("", "Unnamed: 0")) {
      ReadTables table = read(index + ",x,label,\n0,7,a,\n1,8,b,\n2,9,a,\n", LABEL);
      assertThat(table.names()).containsExactly("x");
      assertThat(table.notices).hasSize(2);
      assertThat(table.notices.get(0)).contains("only counts or names the rows, as pandas");
      assertThat(table.notices.get(1)).contains("\"c4\" has neither a name nor a cell");
    }
    assertThat(read("x,label\n7,a,\n8,b,\n", LABEL).numbers()).containsExactly(7, 8);
    assertThat(read(",x,label\n3,7,a\n1,8,b\n", LABEL).names()).containsExactly("c1", "x");
  }

  @Test
  void fiveThousandColumnsAreRead() throws IOException {
    String names = IntStream.range(0, 5000).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    String row =
        IntStream.range(0, 5000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String other = row.replace("0", "1");
    ReadTables table =
        read(names + ",label\n" + row + ",a\n" + other + ",b\n" + row + ",a\n", LABEL);
    assertThat(table.rows.features()).hasSize(5000);
    assertThat(table.numbers()).startsWith(0).hasSize(3 * table.names().size());
    assertThat(table.names()).contains("p10", "p4000").doesNotContain("p11");
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
  void namesThatAreNumbersAreToldUnlessTheyAscend() throws IOException {
    assertThat(read("2019,2020,label\n1,2,x\n3,4,y\n", LABEL).notices)
        .singleElement()
        .asString()
        .contains("the first line is taken as names, though most of it are numbers");
    CsvForm sure = new CsvForm(FirstLine.NAMES, 0, ",", "", "UTF-8");
    assertThat(read("2.5,1,label\n1,2,x\n3,4,y\n", sure, LABEL).notices).isEmpty();
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
