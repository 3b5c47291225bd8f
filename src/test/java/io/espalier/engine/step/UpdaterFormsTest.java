package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Definition;
import io.espalier.model.Field;
import io.espalier.model.UpdaterKinds;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an updater's definition lacks is named here. */
class UpdaterFormsTest {
  @Test
  void everyUpdaterHasAKindAndEveryKindAnUpdater() {
    assertThat(UpdaterKinds.all())
        .extracting(Definition::type)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Class.class))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Updater.class.getPermittedSubclasses()));
    assertThat(UpdaterKinds.all()).extracting(Definition::key).doesNotHaveDuplicates();
  }

  static Iterable<Definition<Updater>> kinds() {
    return UpdaterKinds.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindHasBothFormsAndAsMuchStateInBoth(Definition<Updater> kind) {
    Updater updater = kind.usual();
    assertThat(updater).isInstanceOf(kind.type());
    assertThat(UpdaterForms.rule(UpdaterForms.of(updater)))
        .hasValueSatisfying(rule -> assertThat(rule.states()).isEqualTo(updater.states()));
    assertThat(UpdaterForms.of(updater).stateSize(10)).isEqualTo(10L * updater.states());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsDescribedWithItsFields(Definition<Updater> kind) throws IOException {
    try (InputStream in = UpdaterFormsTest.class.getResourceAsStream(DEFAULTS)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String line =
          text.lines()
              .filter(one -> one.matches(".*# " + kind.key() + " .*"))
              .findFirst()
              .orElse("");
      assertThat(line).as("the line of %s", kind.key()).isNotEmpty();
      if (!line.contains("as adam")) {
        assertThat(line).contains(kind.fields().stream().map(Field::key).toList());
      }
    }
  }

  private static final String DEFAULTS = "/io/espalier/reference.conf";
}
