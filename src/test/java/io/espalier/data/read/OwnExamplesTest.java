package io.espalier.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.Dataset;
import io.espalier.data.ExampleSource;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.Settings;
import io.espalier.wire.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples that a class of the user's own gives. */
class OwnExamplesTest {
  /** Sixteen examples of two numbers, of which one thing may be wrong. */
  public static final class Sixteen implements ExampleSource {
    @Override
    public Dataset examples(Settings settings) throws IOException {
      String wrong = settings.text("wrong");
      float[] features = new float[32];
      features[3] = wrong.equals("feature") ? Float.NaN : wrong.equals("other") ? 2 : 1;
      short[] labels = new short[16];
      labels[4] = (short) (wrong.equals("label") ? 2 : 1);
      switch (wrong) {
        case "file" -> throw new IOException("rows.bin is gone\nfor good");
        case "setting" -> settings.whole("rows");
        default -> {}
      }
      return new Dataset(
          new InputShape.Flat(2),
          new Features.Floats(features),
          wrong.equals("task")
              ? new Targets.Numbers(new float[16], 1)
              : new Targets.Classes(labels, List.of("a", "b")),
          wrong.equals("names") ? List.of("x") : List.of("x", "y"),
          0);
    }
  }

  private static DataSource.Own source(String type, Map<String, Value> settings) {
    return new DataSource.Own(new ClassSpec(type, new TreeMap<>(settings)), false);
  }

  private static DataSource.Own wrong(String what) {
    return source(Sixteen.class.getName(), Map.of("wrong", new Value.Text(what)));
  }

  private static String fingerprint(DataSource source) {
    return new DataLoader(new Configuration()).load(DataSpec.of(source), 1).fingerprint();
  }

  @Test
  void theyAreSplitAndFingerprintedByTheirValues() {
    assertThat(fingerprint(wrong("nothing")))
        .isEqualTo(fingerprint(wrong("much")))
        .isNotEqualTo(fingerprint(wrong("other")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file|java.io.IOException: rows.bin is gone",
        "setting|data.settings.rows is missing; needed is a whole number",
        "feature|has NaN among the features of example 2",
        "label|gives example 5 the class 2; there are names of 0 to 1",
        "task|gives numbers to predict; set data.regression = true",
        "names|gives 1 names for 2 numbers"
      })
  void whatIsWrongIsOneLine(String what, String why) {
    assertThatThrownBy(() -> fingerprint(wrong(what)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(Sixteen.class.getName() + ": " + why)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aClassThatIsNoneAndASettingThatNobodyAsksForAreTold() {
    assertThatThrownBy(() -> fingerprint(source("java.lang.String", Map.of())))
        .hasMessage("java.lang.String is no io.espalier.data.ExampleSource");
    Map<String, Value> settings =
        Map.of("wrong", new Value.Text("nothing"), "more", new Value.Whole(1));
    assertThatThrownBy(() -> fingerprint(source(Sixteen.class.getName(), settings)))
        .hasMessageEndingWith(
            ": does not ask for data.settings.more, only for wrong; leave it out");
  }
}
