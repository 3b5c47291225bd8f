package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Codes of sequences, and embeddings that have too few of them. */
class DataCodesTest extends SparkForTests {
  private static final String TEXT =
      """
      experiment { name = tiny, seed = 5 }
      data {
        source = csv, path = "%s/codes.csv", label = kind, features = [codes], validation = 0.25
        columns { codes { kind = sequence } }
      }
      model {
        kind = rnn
        layers = [ { embedding { units = 3, codes { grid = [4, 5] } } }, { global-pool = max } ]
      }
      training { epochs = 1 }
      """;

  private History run(String... overrides) {
    try {
      tiny.run(() -> spark, TEXT.formatted(folder), overrides);
    } catch (NothingTrainedException expected) {
      // what became of the trials says more
    }
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }

  private void write(String cell) throws IOException {
    StringBuilder lines = new StringBuilder("codes,kind\n");
    IntStream.range(0, 30).forEach(i -> lines.append("0 1 2,a\n").append(cell).append(",b\n"));
    Files.writeString(folder.resolve("codes.csv"), lines);
  }

  @Test
  void aCodeTooLargeMakesTheConfigurationInvalid() throws IOException {
    write("3 4");
    History history = run();
    assertThat(history.trial(1).orElseThrow().status()).isEqualTo(TrialStatus.INVALID);
    assertThat(history.trial(1).orElseThrow().reason())
        .isEqualTo(
            "layer 1 (embedding): its codes are whole numbers from 0 to 3, and the data have 4");
    assertThat(history.trial(2).orElseThrow().status()).isEqualTo(TrialStatus.COMPLETED);
  }

  @Test
  void codesThatNobodyCountedAreThoseOfTheData() throws IOException {
    write("3 7");
    History history = run("model.layers=[ { embedding = 3 }, { global-pool = max } ]");
    assertThat(history.trials())
        .extracting(trial -> trial.status())
        .containsExactly(TrialStatus.COMPLETED);
    int output = 3 * 2 + 2;
    assertThat(history.trial(1).orElseThrow().parameters()).isEqualTo(3 * 8 + output);
  }

  @Test
  void wordsHaveAsManyCodesAsTheVocabularyAndOne() throws IOException {
    write("yes no  never");
    String[] words = {
      "model.layers=[ { embedding = 3 }, { global-pool = max } ]",
      "data.columns.codes.kind=tokens",
      "data.columns.codes.max-codes=5"
    };
    Trial trial = run(words).trial(1).orElseThrow();
    assertThat(trial.status()).isEqualTo(TrialStatus.COMPLETED);
    int output = 3 * 2 + 2;
    assertThat(trial.parameters())
        .as("0, 1, 2, and the first two of three words")
        .isEqualTo(3 * 5 + output);
    assertThat(trial.measurements()).isNotEmpty();
  }

  @Test
  void whatIsNoWholeNumberIsNoCode() throws IOException {
    write("3 2.5");
    assertThat(run().trials())
        .extracting(trial -> trial.reason())
        .allMatch(reason -> reason.endsWith("and the data have 2.5"));
  }

  @Test
  void scaledCodesAreNone() throws IOException {
    write("3 4");
    assertThat(run("data.normalize=fitted").trials())
        .extracting(trial -> trial.reason())
        .allMatch(
            reason -> reason.endsWith("data.normalize would change the codes; leave it at none"));
  }
}
