package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Features;
import io.espalier.data.Inputs;
import io.espalier.data.Missing;
import io.espalier.data.Missing.Policy;
import io.espalier.data.StepRows;
import io.espalier.data.TableProfile;
import io.espalier.data.TableSpec;
import io.espalier.data.Targets;
import io.espalier.data.read.WrittenFiles;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of one row for each step. */
class StepTableTest {
  private static final float NONE = Float.NaN;
  private static final TableSpec STEPS = by(List.of("id"), "time");

  /** Two sequences to learn from, whose rows lie among each other and in no order. */
  private static final String ROWS =
      """
      x,id,time,label,y
      3,b,20,walk,30
      1,a,10,run,10
      2,a,5,run,20
      4,b,3,walk,40
      5,a,100,run,50
      """;

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private static TableSpec by(List<String> by, String order) {
    return TableSpec.of("label").withSteps(new StepRows(by, order));
  }

  private static TableSpec with(String column, ColumnRules.Kind kind) {
    return STEPS.withRules(column, ColumnRules.USUAL.withKind(kind));
  }

  private String written(String text) throws IOException {
    files.write("t.csv", text);
    return files.path("t.csv");
  }

  private ReadTables read(String text, TableSpec spec) throws IOException {
    return ReadTables.csv(written(text), spec);
  }

  private void refused(String text, TableSpec spec, String end) throws IOException {
    ReadTables.refused(Format.CSV, written(text), CsvForm.USUAL, spec, end);
  }

  private Inputs newRows(ReadTables trained, TableSpec spec, String text) throws IOException {
    DataSource.Table source = new DataSource.Table(Format.CSV, "t.csv", "", CsvForm.USUAL, spec);
    return new TableInputs(new Configuration(false), notice -> {})
        .read(source, trained.encoding, written(text));
  }

  private static float[] numbers(Inputs inputs) {
    return ((Features.Floats) inputs.features()).values();
  }

  @Test
  void rowsOfOneIdMakeASequenceInTheOrderOfTheirTimes() throws IOException {
    ReadTables table = read(ROWS + "6,c,1,walk,60\n", STEPS);
    assertThat(table.encoding.shape()).isEqualTo(new InputShape.Sequence(2, 3));
    assertThat(table.names()).containsExactly("x[0]", "x[1]", "x[2]", "y[0]", "y[1]", "y[2]");
    assertThat(table.numbers())
        .containsExactly(
            4, 3, NONE, 40, 30, NONE, 2, 1, 5, 20, 10, 50, 6, NONE, NONE, 60, NONE, NONE);
    Targets.Classes classes = (Targets.Classes) table.targets();
    assertThat(classes.names()).containsExactly("run", "walk");
    assertThat(classes.labels()).containsExactly((short) 1, (short) 0, (short) 1);
    assertThat(table.rows.names().text(1)).isEqualTo(files.path("t.csv") + " sequence a");
  }

  @Test
  void severalColumnsTellSequencesApart() throws IOException {
    ReadTables table =
        read(
            "subject,trial,time,x,label\n1,1,1,1,a\n1,2,1,2,b\n2,1,1,3,a\n1,2,2,4,b\n",
            by(List.of("subject", "trial"), "time"));
    assertThat(table.numbers()).containsExactly(1, NONE, 2, 4, 3, NONE);
    assertThat(table.rows.names().text(1)).endsWith(" sequence 1/2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1700000000001,1700000000002,1700000000003",
        "2024-01-01 00:00:00.001,2024-01-01 00:00:00.002,2024-01-01T00:00:00.003",
        "-1e3,0.5,7",
        "2024-02-28,2024-02-29,2024-03-01"
      })
  void timesAreNumbersOrDatesAndAsFineAsTheyAreWritten(String times) throws IOException {
    String[] time = times.split(",", -1);
    ReadTables table =
        read(
            "id,time,x,label\n"
                + ("a," + time[2] + ",3,u\n")
                + ("a," + time[0] + ",1,u\n")
                + ("a," + time[1] + ",2,u\n")
                + ("b," + time[0] + ",9,v\n"),
            STEPS);
    assertThat(table.numbers()).containsExactly(1, 2, 3, 9, NONE, NONE);
  }

  @Test
  void textOfStepsIsOneHotOrACode() throws IOException {
    String text = "id,time,event,label\na,1,buy,u\na,2,look,u\nb,1,look,v\nb,2,look,v\nb,3,go,v\n";
    ReadTables oneHot = read(text, STEPS);
    assertThat(oneHot.encoding.shape()).isEqualTo(new InputShape.Sequence(3, 3));
    assertThat(oneHot.names())
        .containsSubsequence("event=buy[0]", "event=go[0]", "event=look[0]", "event=look[2]");
    assertThat(oneHot.numbers())
        .containsExactly(1, 0, NONE, 0, 0, NONE, 0, 1, NONE, 0, 0, 0, 0, 0, 1, 1, 1, 0);
    ReadTables codes = read(text, with("event", ColumnRules.Kind.TOKENS));
    assertThat(codes.encoding.columns().get(0).categories()).containsExactly("look", "buy", "go");
    assertThat(codes.numbers()).containsExactly(2, 1, NONE, 1, 1, 3);
    assertThat(numbers(newRows(codes, STEPS, "id,time,event\nc,2,look\nc,1,rest\n")))
        .containsExactly(0, 1, NONE);
    assertThat(numbers(newRows(oneHot, STEPS, "id,time,event\nc,2,look\nc,1,rest\n")))
        .containsExactly(0, 0, NONE, 0, 0, NONE, 0, 1, NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b,3,7,walk,1 | t.csv sequence b: expected steps of different time, found 3 twice, in",
        "b,,7,walk,1 | t.csv row 6, column \"time\": expected a number as in the rows before, as"
            + " data.sequence makes sequences of rows by it, found a hole",
        "b,soon,7,walk,1 | t.csv row 6, column \"time\": expected a number as in the rows before,"
            + " as data.sequence makes sequences of rows by it, found \"soon\"",
        ",7,7,walk,1 | t.csv row 6, column \"id\": expected a text, a date or a number up to 2^53,"
            + " as data.sequence makes sequences of rows by it, found a hole",
        "b,7,7,run,1 | t.csv sequence b: expected the same \"label\" in all steps, found \"walk\""
            + " and \"run\""
      })
  void whatMakesNoSequenceIsRefusedWithItsPlace(String row, String expected) throws IOException {
    String text = "id,time,x,label,y\nb,20,3,walk,30\na,10,1,run,10\na,5,2,run,2\nb,3,4,walk,4\n";
    assertThatThrownBy(() -> read(text + "a,6,1,run,1\n" + row + "\n", STEPS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @Test
  void columnsThatAreNotThereAreRefusedWithTheNearest() throws IOException {
    refused(
        ROWS,
        by(List.of("id"), "tme"),
        "no column \"tme\" (data.sequence); did you mean \"time\"? There are x, id, time, label,"
            + " y");
    refused(
        ROWS,
        STEPS.withInputs(List.of("x", "time"), List.of(), List.of()),
        "the column \"time\" of data.sequence cannot be one of the features too");
    refused(
        ROWS,
        by(List.of("label"), "time"),
        "the column \"label\" of data.sequence cannot be the label too");
  }

  @Test
  void datesAndSequencesAreNoSteps() throws IOException {
    refused(
        "id,time,day,label\na,1,2024-01-01,u\nb,1,2024-01-02,v\n",
        with("day", ColumnRules.Kind.DATE),
        "column \"day\": expected a number, a text or an array of numbers in each step of"
            + " data.sequence, found dates; leave it out with data.except = [\"day\"]");
    refused(
        "id,time,s,label\na,1,1 2,u\nb,1,3,v\n",
        with("s", ColumnRules.Kind.SEQUENCE),
        "found sequences; leave it out with data.except = [\"s\"]");
  }

  @Test
  void aHoleInAStepIsOneOfItsSequence() throws IOException {
    String text = "id,time,x,label\na,1,1,u\na,2,,u\nb,1,3,v\nc,1,4,u\n";
    refused(
        text,
        STEPS,
        "found holes in 1 of 3 rows (column \"x\": 1), the first is "
            + files.path("t.csv")
            + " sequence a; to leave the rows out set data.missing = drop");
    TableSpec dropping =
        STEPS.withRules(ColumnRules.USUAL.withMissing(new Missing(Policy.DROP), false));
    ReadTables table = read(text, dropping);
    assertThat(table.numbers()).containsExactly(3, 4);
    Inputs read = newRows(table, dropping, "id,time,x\nb,1,7\na,1,\n");
    assertThat(read.incomplete()).containsExactly(1);
    assertThat(numbers(read)).containsExactly(7, NONE);
  }

  @Test
  void theTestPartHasSequencesOfItsOwn() throws IOException {
    String train = written(ROWS);
    files.write("test.csv", "id,time,x,y,label\na,1,7,8,walk\nc,1,9,9,run\n");
    ReadTables table = ReadTables.csv(train, files.path("test.csv"), STEPS);
    assertThat(table.rows.rows()).isEqualTo(4);
    assertThat(table.rows.testRows()).isEqualTo(2);
    assertThat(table.rows.names().text(2)).isEqualTo(files.path("test.csv") + " sequence a");
    assertThat(((RawColumn.Sequences) table.rows.features().get(0)).values()[2]).containsExactly(7);
  }

  @Test
  void sequencesGoOnInTheNextFile() throws IOException {
    files.write("many/1.csv", "id,time,x,label\na,1,1,u\nb,1,2,v\n");
    files.write("many/2.csv", "id,time,x,label\nb,2,3,v\na,2,4,u\n");
    assertThat(ReadTables.csv(files.path("many"), STEPS).numbers()).containsExactly(1, 4, 2, 3);
  }

  @Test
  void newRowsMakeOneExampleForEachSequence() throws IOException {
    ReadTables table = read(ROWS, STEPS);
    Inputs read = newRows(table, STEPS, "time,y,id,x\n2,1,d,5\n1,2,d,6\n0,3,e,7\n");
    assertThat(read.names())
        .containsExactly(files.path("t.csv") + " sequence d", files.path("t.csv") + " sequence e");
    assertThat(numbers(read)).containsExactly(6, 5, NONE, 2, 1, NONE, 7, NONE, NONE, 3, NONE, NONE);
    assertThatThrownBy(
            () -> newRows(table, STEPS, "time,y,id,x\n1,1,d,1\n2,1,d,1\n3,1,d,1\n4,1,d,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "t.csv sequence d, column \"x\": expected at most 3 steps of 1, as in training, found 4"
                + " of 1");
    assertThatThrownBy(() -> newRows(table, STEPS, "y,id,x\n1,d,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column \"time\" (data.sequence)");
  }

  @Test
  void aProfileCountsSequences() throws IOException {
    ReadTables table = read(ROWS, STEPS);
    TableProfile profile = TableProfiler.of(table.rows, STEPS);
    assertThat(profile.rows()).isEqualTo(2);
    assertThat(profile.columns())
        .extracting(TableProfile.Column::becomes)
        .containsExactly("up to 3 steps of 1", "up to 3 steps of 1", "class to predict");
  }
}
