package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A search, killed in the middle and taken up again, where people write numbers with other digits,
 * other points and other small letters. Takes a minute: runs with {@code -Pslow} only.
 */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LocaleIT {
  /** Its trials take about a second, so that they come one by one and not in bundles. */
  private static final String EXPERIMENT =
      """
      experiment { name = digits-in-other-digits, seed = 7 }
      data { source = digits, train = 1200, test = 200, validation = 0.25, normalize = unit }
      model {
        kind = cnn
        layers = [
          { conv { channels { grid = [4, 8] }, kernel = 5 } }
          { pool { kernel = 2, stride = 2 } }
          { dense = 24 }
        ]
      }
      training {
        updater { kind = adam, learning-rate { grid = [1e-3, 3e-3] } }
        batch-size = 32
        epochs = 12
      }
      search { constraints = ["learning_rate < 0.01"] }
      retrain { epochs = 1 }
      output { directory = "%s" }
      """;

  private static final Locale USUAL = Locale.US;
  private static final String RUN = "digits-in-other-digits/001";

  @TempDir private static Path folder;
  private static PackagedProgram program;
  private static Result expected;

  @BeforeAll
  static void runWhereItIsWritten() throws IOException {
    program = new PackagedProgram(folder);
    Running running = program.startLocalIn(USUAL, 1, "run", experiment(USUAL.toLanguageTag()));
    expected = running.await();
    assertThat(expected.exitCode()).as(expected.errors()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG", "tr-TR", "de-DE"})
  void aKilledRunGoesOnToTheSameAnswer(String tag) throws IOException {
    Locale locale = Locale.forLanguageTag(tag);
    Running first = program.startLocalIn(locale, 1, "run", experiment(tag));
    Path journal = folder.resolve(tag).resolve(RUN).resolve("journal");
    first.awaitUntil(() -> RunIT.finished(journal) >= 1);
    assertThat(first.process().info().arguments().orElseThrow())
        .contains("-Duser.language=" + locale.getLanguage());
    first.kill();
    assertThat(RunIT.finished(journal)).isBetween(1L, 3L);

    Result second = program.startLocalIn(locale, 1, "run", experiment(tag)).await();

    assertThat(second.exitCode()).as(second.errors()).isZero();
    assertThat(RunIT.finished(journal)).as("trials that finished, each once").isEqualTo(4);
    assertThat(second.digest()).isEqualTo(expected.digest());
    assertThat(withoutPlaces(second.output(), tag))
        .isEqualTo(withoutPlaces(expected.output(), USUAL.toLanguageTag()));
    assertThat(texts(tag)).isEqualTo(texts(USUAL.toLanguageTag()));
  }

  /** What a run leaves in text, by name, where no time is told. */
  private static Map<String, String> texts(String tag) throws IOException {
    Path run = folder.resolve(tag).resolve(RUN);
    Map<String, String> texts = new TreeMap<>();
    for (String part : List.of("best", "report", ".")) {
      try (Stream<Path> files = Files.list(run.resolve(part))) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.matches(".*\\.(json|txt|csv|conf)")) {
            texts.put(part + "/" + name, withoutPlaces(Files.readString(file), tag));
          }
        }
      }
    }
    assertThat(texts).containsKeys("./experiment.conf", "best/model.json");
    assertThat(texts.keySet()).anyMatch(name -> name.endsWith(".csv"));
    return texts;
  }

  private static String withoutPlaces(String text, String tag) {
    return text.replace(folder.resolve(tag).toString(), "OUTPUT");
  }

  private static String experiment(String tag) throws IOException {
    Path file = folder.resolve(tag + ".conf");
    Files.writeString(file, EXPERIMENT.replace("%s", folder.resolve(tag).toString()));
    return file.toString();
  }
}
