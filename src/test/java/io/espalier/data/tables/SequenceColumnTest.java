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
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceColumnTest {
  private static final float NONE = Float.NaN;

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private static TableSpec spec(Policy missing) {
    return TableSpec.of("label")
        .withRules(
            "signal",
            ColumnRules.USUAL
                .withKind(ColumnRules.Kind.SEQUENCE)
                .withMissing(new Missing(missing), false));
  }

  private String written(String text) throws IOException {
    files.write("t.csv", text);
    return files.path("t.csv");
  }

  private void refused(Policy missing, String text, String end) throws IOException {
    ReadTables.refused(Format.CSV, written(text), CsvForm.USUAL, spec(missing), end);
  }

  @Test
  void stepsLieFeatureByFeatureWithNothingBehindTheirEnd() throws IOException {
    ReadTables table =
        ReadTables.csv(
            written("signal,label\n1 2;3 4;5 6,a\n\"7,8;\",b\n-1 1e1 ; 0 .5,a\n"),
            spec(Policy.REFUSE));
    assertThat(table.encoding.shape()).isEqualTo(new InputShape.Sequence(2, 3));
    assertThat(table.numbers())
        .containsExactly(
            1, 3, 5, 2, 4, 6, 7, NONE, NONE, 8, NONE, NONE, -1, 0, NONE, 10, 0.5f, NONE);
    assertThat(table.names())
        .containsExactly(
            "signal[0][0]",
            "signal[0][1]",
            "signal[0][2]",
            "signal[1][0]",
            "signal[1][1]",
            "signal[1][2]");
  }

  @Test
  void withoutSemicolonsEveryNumberIsAStep() throws IOException {
    ReadTables table = ReadTables.csv(written("signal,label\n1 2 3,a\n4,b\n"), spec(Policy.REFUSE));
    assertThat(table.encoding.shape()).isEqualTo(new InputShape.Sequence(1, 3));
    assertThat(table.numbers()).containsExactly(1, 2, 3, 4, NONE, NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 2;3 | finite numbers, one or more, and as many in each step",
        "1 x | finite numbers, one or more, and as many in each step",
        "1 1e99 | finite numbers, one or more, and as many in each step",
        "; | finite numbers, one or more, and as many in each step"
      })
  void whatIsNoSequenceIsRefusedWithItsRow(String cell, String expected) throws IOException {
    refused(
        Policy.REFUSE,
        "signal,label\n" + cell + ",a\n",
        "t.csv row 1, column \"signal\": expected "
            + expected
            + ", separated by blanks or commas, and semicolons between steps, found \""
            + cell
            + "\"; if it stands for a hole, add it to data.holes");
  }

  @Test
  void stepsOfOtherSizesAreRefused() throws IOException {
    refused(
        Policy.REFUSE,
        "signal,label\n1 2;3 4,a\n1 2 3,b\n",
        "t.csv row 2, column \"signal\": expected steps of 2 finite numbers, as in other rows,"
            + " separated by blanks or commas, and semicolons between steps, found \"1 2 3\";"
            + " if it stands for a hole, add it to data.holes");
  }

  @Test
  void aMissingSequenceIsRefusedOrLeftOutButNeverFilled() throws IOException {
    String text = "signal,label\n1 2,a\n,b\n3 4,b\n";
    refused(Policy.REFUSE, text, "t.csv row 2; to leave the rows out set data.missing = drop");
    refused(
        Policy.MEAN,
        text,
        "column \"signal\": 1 sequences are missing, and nothing can take their place; set"
            + " data.missing = drop");
    assertThat(ReadTables.csv(written(text), spec(Policy.DROP)).numbers())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void sequencesStandBesideNothingElse() throws IOException {
    refused(
        Policy.REFUSE,
        "signal,age,label\n1 2,3,a\n3 4,4,b\n",
        "sequences are all the inputs of their table, found besides age; name the columns of"
            + " sequences alone in data.features");
  }

  private static TableSpec two(Policy missing) {
    return spec(missing).withRules("more", spec(missing).rules("signal"));
  }

  @Test
  void severalSequencesLieSideBySide() throws IOException {
    ReadTables table =
        ReadTables.csv(written("signal,label,more\n1 2;3 4,a,5 6\n7 8;,b,9\n"), two(Policy.REFUSE));
    assertThat(table.encoding.shape()).isEqualTo(new InputShape.Sequence(3, 2));
    assertThat(table.numbers()).containsExactly(1, 3, 2, 4, 5, 6, 7, NONE, 8, NONE, 9, NONE);
    assertThat(table.names())
        .containsExactly(
            "signal[0][0]", "signal[0][1]", "signal[1][0]", "signal[1][1]", "more[0]", "more[1]");
  }

  @Test
  void sequencesOfARowHaveAsManySteps() throws IOException {
    String text = "signal,more,label\n1 2,3 4,a\n5 6,7,b\n";
    ReadTables.refused(
        Format.CSV,
        written(text),
        CsvForm.USUAL,
        two(Policy.REFUSE),
        "t.csv row 2: expected as many steps in all columns of sequences, found 2 in \"signal\" and"
            + " 1 in \"more\"");
    ReadTables table =
        ReadTables.csv(written("signal,more,label\n1 2,3 4,a\n5,7,b\n"), two(Policy.DROP));
    DataSource.Table source =
        new DataSource.Table(Format.CSV, "t.csv", "", CsvForm.USUAL, two(Policy.DROP));
    TableInputs inputs = new TableInputs(new Configuration(false), notice -> {});
    assertThat(
            inputs.read(source, table.encoding, written("signal,more\n1,2\n1 2,\n")).incomplete())
        .containsExactly(1);
    assertThatThrownBy(
            () -> inputs.read(source, table.encoding, written("signal,more\n1,2\n1 2,3\n")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.csv row 2: expected as many steps in all columns of sequences");
  }

  @Test
  void newRowsAreReadAsTheTrainingPartAndNoLonger() throws IOException {
    ReadTables table = ReadTables.csv(written("signal,label\n1 2 3,a\n4 5,b\n"), spec(Policy.DROP));
    DataSource.Table source =
        new DataSource.Table(Format.CSV, "t.csv", "", CsvForm.USUAL, spec(Policy.DROP));
    TableInputs inputs = new TableInputs(new Configuration(false), notice -> {});
    Inputs read = inputs.read(source, table.encoding, written("signal\n9\n\"\"\n1 1 1\n"));
    assertThat(((Features.Floats) read.features()).values())
        .containsExactly(9, NONE, NONE, NONE, NONE, NONE, 1, 1, 1);
    assertThat(read.incomplete()).containsExactly(1);
    assertThatThrownBy(() -> inputs.read(source, table.encoding, written("signal\n1\n1 2 3 4\n")))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "t.csv row 2, column \"signal\": expected at most 3 steps of 1, as in training, found 4"
                + " of 1");
  }
}
