package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ColumnRules;
import io.espalier.data.DataSource;
import io.espalier.data.StepRows;
import io.espalier.data.TableSpec;
import io.espalier.data.Vocabulary;
import io.espalier.wire.Configuration;
import io.espalier.wire.LayerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files say of rows that are steps, and of words. */
class StepTableSourceTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  private static String text(String data) {
    return "data { source = csv, path = t.csv, label = y, "
        + data
        + " }\nmodel { kind = rnn, layers = [ { embedding = 4 }, { lstm = 3 } ] }\n";
  }

  private TableSpec spec(String data) {
    return ((DataSource.Table) written.load(text(data)).data().source()).spec();
  }

  private void assertProblem(String data, String message) {
    assertThat(written.problems(text(data))).containsExactly("test.conf:1: " + message);
  }

  @Test
  void rowsAreStepsWhereAFileSaysSo() {
    assertThat(spec("").steps()).isEqualTo(StepRows.NONE);
    assertThat(spec("sequence { by = id, order = time }").steps())
        .isEqualTo(new StepRows(List.of("id"), "time"));
    assertThat(spec("sequence { by = [subject, trial], order = time }").steps().by())
        .containsExactly("subject", "trial");
  }

  @Test
  void mistakesAreTold() {
    assertProblem(
        "sequence { by = id }",
        "data.sequence.order: missing; needed is the column of numbers or dates that orders the"
            + " steps of a sequence");
    assertProblem(
        "sequence { by = id, order = time, limit = 3 }",
        "data.sequence.limit: unknown key of data.sequence; accepted are by, order");
    assertProblem(
        "sequence { by = [id, time], order = time }",
        "data.sequence: sequence: expected another column than those of by as order, found \"time\""
            + " in both");
    assertProblem(
        "sequence { by = [], order = time }",
        "data.sequence: sequence: expected by, the columns that tell sequences apart, and order,"
            + " the column of their steps' places, found one of them");
  }

  @Test
  void wordsHaveAVocabulary() {
    TableSpec words = spec("columns { t { kind = tokens, max-codes = 50, min-count = 2 } }");
    assertThat(words.rules("t").kind()).isEqualTo(ColumnRules.Kind.TOKENS);
    assertThat(words.rules("t").vocabulary()).isEqualTo(new Vocabulary(50, 2));
    assertProblem(
        "columns { t { kind = tokens, max-codes = 1 } }",
        "data.columns.t.max-codes: max-codes: expected at least 2, as 0 is for unknown words, found"
            + " 1");
    assertProblem(
        "columns { t { kind = sequence, min-count = 2 } }",
        "data.columns.t.min-count: is for columns of kind = tokens; leave it out");
  }

  @Test
  void codesAreCountedWhereNobodySaysHowMany() {
    LayerSpec first =
        written.load(text("")).plan().of(Configuration.of(Map.of())).model().layers().get(0);
    assertThat(first).isEqualTo(new LayerSpec.Embedding(4, LayerSpec.Embedding.COUNTED));
  }
}
