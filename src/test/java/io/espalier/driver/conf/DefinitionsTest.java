package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Definition;
import io.espalier.model.Field;
import io.espalier.model.Field.Form;
import io.espalier.model.Field.Sizes;
import io.espalier.model.FieldRange;
import io.espalier.model.LayerKinds;
import io.espalier.model.ScheduleKinds;
import io.espalier.model.UpdaterKinds;
import io.espalier.wire.Configuration;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrialPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What definitions say of themselves is what the records accept and the reader reads. */
class DefinitionsTest {
  private static final double[] PROBES = {-1, 0, 0.5, 1, 2, 100, 101};

  @TempDir private Path folder;

  static List<Definition<?>> definitions() {
    List<Definition<?>> all = new ArrayList<>(UpdaterKinds.all());
    all.addAll(ScheduleKinds.all());
    LayerKinds.all().forEach(kind -> all.add(kind.definition()));
    return all;
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyFieldTakesExactlyItsRange(Definition<?> definition) {
    for (Field field : definition.fields()) {
      for (double probe : PROBES) {
        boolean whole = probe == Math.rint(probe);
        if (field.form() instanceof Form.Real real) {
          assertTaken(definition, field, probe, real.range().accepts(probe));
        } else if (field.form() instanceof Form.Whole form && whole) {
          assertTaken(definition, field, (int) probe, form.range().accepts(probe));
        } else if (field.form() instanceof Form.Pixels form && whole) {
          assertTaken(definition, field, Sizes.of((int) probe), form.range().accepts(probe));
        }
      }
    }
  }

  private static void assertTaken(
      Definition<?> definition, Field field, Object value, boolean accepted) {
    boolean taken = true;
    try {
      definition.with(field, value);
    } catch (IllegalArgumentException refused) {
      taken = false;
    }
    assertThat(taken)
        .as("%s of %s takes %s", field.key(), definition.key(), value)
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyExampleIsReadAsWhatItExplains(Definition<?> definition) throws IOException {
    boolean layer = LayerSpec.class.isAssignableFrom(definition.type());
    String text =
        layer
            ? "layers = [" + definition.example() + "]"
            : "training { " + definition.example() + "}";
    TrialPlan plan = read(layer ? model(definition) : "softmax", layer, text);
    List<Object> made = new ArrayList<>(plan.model().layers());
    made.add(plan.training().updater());
    made.add(plan.training().schedule());
    assertThat(made).as(definition.example()).hasAtLeastOneElementOfType(definition.type());
  }

  /** A kind of model that has such a layer. */
  private static String model(Definition<?> definition) {
    LayerSpec layer =
        LayerKinds.all().stream()
            .filter(kind -> kind.definition().equals(definition))
            .findFirst()
            .orElseThrow()
            .usual();
    return Stream.of(ModelSpec.Kind.CNN, ModelSpec.Kind.GCN, ModelSpec.Kind.RNN)
        .filter(layer::fits)
        .findFirst()
        .orElseThrow()
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private TrialPlan read(String kind, boolean layer, String text) throws IOException {
    String data = "data { source = " + (kind.equals("gcn") ? "graphs" : "digits") + " }";
    return new Written(folder)
        .load(
            data
                + "\nmodel { kind = "
                + kind
                + "\n"
                + (layer ? text : "")
                + "\n}\n"
                + (layer ? "" : text))
        .plan()
        .of(Configuration.of(Map.of()));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyDefinitionAndFieldHasALineOfHelp(Definition<?> definition) {
    assertThat(definition.help()).isNotBlank();
    assertThat(definition.fields())
        .extracting(Field::help)
        .allSatisfy(h -> assertThat(h).isNotBlank());
    assertThat(List.of(FieldRange.values())).extracting(FieldRange::words).doesNotHaveDuplicates();
  }
}
