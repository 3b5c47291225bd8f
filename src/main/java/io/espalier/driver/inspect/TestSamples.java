package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.Pixels;
import io.espalier.driver.report.SampleView;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.util.List;
import java.util.Optional;

/**
 * The test examples that are looked at one by one.
 *
 * @param rows their indexes into the data set
 * @param inputs normalised, example by example
 * @param notes which ones there are not
 */
@SuppressWarnings("ArrayRecordComponent")
record TestSamples(List<SampleView> samples, int[] rows, float[] inputs, List<String> notes) {
  /** The examples at these indexes into the test part, as far as it has them. */
  static TestSamples of(PreparedData data, List<Integer> indexes) {
    int[] test = data.split().rows(Part.TEST);
    List<Integer> there = indexes.stream().filter(index -> index < test.length).toList();
    int[] rows = there.stream().mapToInt(index -> test[index]).toArray();
    List<SampleView> samples =
        there.stream()
            .map(index -> new SampleView(index, truth(data, test[index]), image(data, test[index])))
            .toList();
    float[] inputs =
        data.dataset().shape() instanceof InputShape.Graph
            ? new float[0]
            : Examples.inputs(data, rows);
    return new TestSamples(samples, rows, inputs, notes(indexes, test.length));
  }

  private static List<String> notes(List<Integer> indexes, int examples) {
    List<Integer> missing = indexes.stream().filter(index -> index >= examples).toList();
    if (missing.isEmpty()) {
      return List.of();
    }
    return List.of(
        examples == 0
            ? "there is no test part, so no test examples are shown"
            : "the test part has "
                + examples
                + " examples, 0 to "
                + (examples - 1)
                + "; the samples "
                + missing
                + " are not among them");
  }

  /** The class of an example, or its first number. */
  static String truth(PreparedData data, int row) {
    Targets targets = data.dataset().targets();
    if (targets instanceof Targets.Classes classes) {
      return classes.names().get(classes.labels()[row]);
    }
    Targets.Numbers numbers = (Targets.Numbers) targets;
    return Float.toString(numbers.values()[row * numbers.width()]);
  }

  /** An example as it was before normalisation, where it is an image. */
  static Optional<Pixels> image(PreparedData data, int row) {
    Dataset dataset = data.dataset();
    if (!(dataset.layout() instanceof InputShape.Image shape)) {
      return Optional.empty();
    }
    float[] raw = new float[shape.size()];
    dataset.features().copy(row * shape.size(), raw, 0, raw.length);
    return Optional.of(new Pixels(shape, raw));
  }
}
