package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Features;
import io.espalier.data.Missing;
import io.espalier.data.Missing.Policy;
import io.espalier.data.TableProfile;
import io.espalier.data.TableSpec;
import io.espalier.data.Vocabulary;
import io.espalier.data.read.WrittenFiles;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenColumnTest {
  private static final float NONE = Float.NaN;
  private static final String ROWS =
      "text,label\nThe  cat sat,a\nthe dog\tSAT,b\nA cat,a\nthe bird,b\n";

  @TempDir Path folder;
  private WrittenFiles files = new WrittenFiles(Path.of("."));

  @BeforeEach
  void writeInto() {
    files = new WrittenFiles(folder);
  }

  private static TableSpec spec(Vocabulary vocabulary) {
    return TableSpec.of("label")
        .withRules(
            "text", ColumnRules.USUAL.withKind(ColumnRules.Kind.TOKENS).withVocabulary(vocabulary));
  }

  private String written(String text) throws IOException {
    files.write("t.csv", text);
    return files.path("t.csv");
  }

  private ReadTables read(Vocabulary vocabulary) throws IOException {
    return ReadTables.csv(written(ROWS), spec(vocabulary));
  }

  @Test
  void frequentWordsHaveSmallCodesAndEquallyFrequentOnesThatOfTheirNames() throws IOException {
    ReadTables table = read(Vocabulary.USUAL);
    assertThat(table.encoding.columns().get(0).categories())
        .containsExactly("the", "cat", "sat", "a", "bird", "dog");
    assertThat(table.encoding.shape()).isEqualTo(new InputShape.Sequence(1, 3));
    assertThat(table.names()).containsExactly("text[0]", "text[1]", "text[2]");
    assertThat(table.numbers()).containsExactly(1, 2, 3, 1, 6, 3, 4, 2, NONE, 1, 5, NONE);
  }

  @Test
  void rareWordsAndThoseBeyondTheMostShareTheCodeOfUnknownOnes() throws IOException {
    assertThat(read(new Vocabulary(10, 2)).numbers())
        .containsExactly(1, 2, 3, 1, 0, 3, 0, 2, NONE, 1, 0, NONE);
    ReadTables three = read(new Vocabulary(3, 1));
    assertThat(three.encoding.columns().get(0).codes()).isEqualTo(3);
    assertThat(three.numbers()).containsExactly(1, 2, 0, 1, 0, 0, 0, 2, NONE, 1, 0, NONE);
  }

  @Test
  void wordsOfTheTestPartGetNoCodeAndAreTold() throws IOException {
    String train = written(ROWS);
    files.write("test.csv", "text,label\nthe cow sat,a\nthe cat,b\n");
    ReadTables table = ReadTables.csv(train, files.path("test.csv"), spec(Vocabulary.USUAL));
    assertThat(table.encoding.columns().get(0).categories()).doesNotContain("cow");
    List<String> notices = new ArrayList<>();
    new UnseenCategories(table.rows, table.encoding).tell("test", new int[] {4, 5}, notices::add);
    assertThat(notices)
        .containsExactly("1 of 2 test rows have words in text that have no code: cow");
  }

  @Test
  void newRowsHaveTheCodesOfTraining() throws IOException {
    TableSpec spec =
        spec(Vocabulary.USUAL)
            .withRules(
                "text",
                spec(Vocabulary.USUAL).rules("text").withMissing(new Missing(Policy.DROP), false));
    ReadTables table = ReadTables.csv(written(ROWS), spec);
    DataSource.Table source = new DataSource.Table(Format.CSV, "t.csv", "", CsvForm.USUAL, spec);
    var read =
        new TableInputs(new Configuration(false), notice -> {})
            .read(source, table.encoding, written("text\nDog Fish\n\"\"\nsat\n"));
    assertThat(((Features.Floats) read.features()).values())
        .containsExactly(6, 0, NONE, NONE, NONE, NONE, 3, NONE, NONE);
    assertThat(read.incomplete()).containsExactly(1);
  }

  @Test
  void wordsStandAlone() throws IOException {
    ReadTables.refused(
        Format.CSV,
        written("text,more,label\na b,1 2,u\nb,3,v\n"),
        CsvForm.USUAL,
        spec(Vocabulary.USUAL)
            .withRules("more", ColumnRules.USUAL.withKind(ColumnRules.Kind.SEQUENCE)),
        "a column of tokens is the one input of its table, found the inputs text, more; name"
            + " \"text\" alone in data.features");
  }

  @Test
  void aProfileTellsStepsAndCodes() throws IOException {
    TableProfile profile = TableProfiler.of(read(Vocabulary.USUAL).rows, spec(Vocabulary.USUAL));
    assertThat(profile.columns().get(0).becomes()).isEqualTo("up to 3 of 7 codes");
  }
}
