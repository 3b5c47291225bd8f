package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.PreparedData;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class DataLoaderTest {
  private static DataSpec digits(Normalise normalise, boolean flatten) {
    return new DataSpec(
        new DataSource.Digits(60, 20),
        0,
        new Amount.Share(0.25),
        0,
        new Amount.Count(0),
        0,
        Selection.STRATIFIED,
        normalise,
        flatten);
  }

  private static PreparedData load(DataSpec spec, long seed) {
    return new DataLoader(new Configuration(false)).load(spec, seed);
  }

  @Test
  void theFingerprintTellsDataApart() {
    DataSpec spec = digits(new Normalise.Fitted(), false);
    String first = load(spec, 1).fingerprint();
    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(load(spec, 1).fingerprint()).isEqualTo(first);
    assertThat(load(spec, 2).fingerprint()).isNotEqualTo(first);
    assertThat(load(digits(new Normalise.None(), false), 1).fingerprint()).isNotEqualTo(first);
    assertThat(load(digits(new Normalise.Fitted(), true), 1).fingerprint()).isNotEqualTo(first);
  }

  @Test
  void partsHaveTheSizesAskedFor() {
    PreparedData data = load(digits(new Normalise.Unit(), false), 1);
    assertThat(data.examples(Part.TRAIN)).isEqualTo(45);
    assertThat(data.examples(Part.VALIDATION)).isEqualTo(15);
    assertThat(data.examples(Part.TEST)).isEqualTo(20);
  }

  @Test
  void fittedTrainingImagesHaveMeanZeroAndDeviationOne() {
    PreparedData data = load(digits(new Normalise.Fitted(), false), 1);
    int[] rows = data.split().train();
    float[] numbers = new float[rows.length * 784];
    data.fill(rows, 0, rows.length, numbers);
    double sum = 0;
    double squares = 0;
    for (float number : numbers) {
      sum += number;
      squares += number * number;
    }
    assertThat(sum / numbers.length).isBetween(-1e-4, 1e-4);
    assertThat(squares / numbers.length).isBetween(0.999, 1.001);
  }

  @Test
  void flattenedImagesRememberTheirLayout() {
    PreparedData data = load(digits(new Normalise.Unit(), true), 1);
    assertThat(data.dataset().shape()).isEqualTo(new InputShape.Flat(784));
    assertThat(data.dataset().layout()).isEqualTo(new InputShape.Image(1, 28, 28));
  }

  @Test
  void preparedDataSurvivesTheWayToAnExecutor() throws IOException, ClassNotFoundException {
    PreparedData data = load(digits(new Normalise.Fitted(), false), 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(data);
    }
    assertThat(bytes.size()).isLessThan(80 * 784 + 10_000);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      PreparedData copy = (PreparedData) in.readObject();
      float[] expected = new float[784];
      float[] found = new float[784];
      data.fill(new int[] {7}, 0, 1, expected);
      copy.fill(new int[] {7}, 0, 1, found);
      assertThat(found).isEqualTo(expected);
    }
  }
}
