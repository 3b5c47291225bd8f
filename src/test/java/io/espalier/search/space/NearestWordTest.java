package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Metrics;
import io.espalier.wire.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {
  /** Columns of tables that stand in no experiment file. */
  private static final List<String> COLUMNS =
      List.of("hp", "seconds", "status", "test-accuracy", "trial");

  @Test
  void aFamiliarNameMeansOursBeforeOneOfSimilarLetters() {
    assertThat(NearestWord.of("lr", List.of("l1", "l2", "learning-rate")))
        .hasValue("learning-rate");
    assertThat(NearestWord.of("val_loss", List.of("train_loss", "validation_loss")))
        .hasValue("validation_loss");
    assertThat(NearestWord.of("n_trials", List.of("trials", "algorithm"))).hasValue("trials");
    assertThat(NearestWord.of("lr", List.of("l1", "l2"))).hasValue("l1");
    assertThat(NearestWord.of("val_loss", List.of("units"))).isEmpty();
  }

  @Test
  void whatFamiliarNamesMeanIsThere() throws IOException {
    try (InputStream file = Metrics.class.getResourceAsStream("reference.conf")) {
      String keys = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(FamiliarNames.all().stream().flatMap(List::stream).distinct())
          .allSatisfy(
              name ->
                  assertThat(
                          keys.matches("(?s).*\\b" + name + "\\b.*")
                              || COLUMNS.contains(name)
                              || Metrics.of(Task.CLASSIFICATION).contains(name.replace('-', '_')))
                      .as(name)
                      .isTrue());
    }
  }
}
