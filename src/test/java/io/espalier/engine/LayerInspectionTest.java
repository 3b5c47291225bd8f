package io.espalier.engine;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen in a saved network. */
class LayerInspectionTest {
  @TempDir private Path folder;

  @Test
  void everyLayerOfAnImageIsSeenAndTheLastIsThePrediction() throws IOException {
    InputShape shape = new InputShape.Image(2, 6, 6);
    PreparedData data = Examples.classes(shape);
    String zip =
        trained(
            data,
            cnn(
                conv(4, 3, 1, 0),
                pool(Pooling.MAX, 2, 2, 0),
                new LayerSpec.Dropout(0.5),
                dense(5)));
    float[] inputs = new float[300 * shape.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Math.sin(i);
    }

    List<float[]> layers = ModelTools.layerOutputs(zip, inputs, 300, shape);

    assertThat(layers.stream().map(layer -> layer.length / 300))
        .containsExactly(4 * 4 * 4, 4 * 2 * 2, 4 * 2 * 2, 5, 3);
    float[][] predicted = ModelTools.predict(zip, inputs, 300, shape);
    for (int example : new int[] {0, 255, 256, 299}) {
      for (int label = 0; label < 3; label++) {
        assertThat(layers.get(4)[example * 3 + label])
            .isCloseTo(predicted[example][label], within(1e-5f));
      }
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int at : new int[] {0, 1, 4, 5}) {
      largest = Math.max(largest, layers.get(0)[at]);
    }
    assertThat(layers.get(1)[0]).as("the pool over the first window").isEqualTo(largest);
    assertThat(layers.get(2)).as("no dropout").isEqualTo(layers.get(1));
  }

  @Test
  void theFirstWeightsOfADenseLayerComeUnitByUnit() throws IOException {
    InputShape shape = new InputShape.Flat(4);
    String zip =
        trained(Examples.classes(shape), mlp(new LayerSpec.BatchNorm(0.9, 1e-5), dense(3)));
    float[][] weights = ModelTools.firstWeights(zip);
    assertThat(weights.length).isEqualTo(3);
    assertThat(weights[0]).hasSize(4);
    String linear = trained(Examples.classes(shape), mlp());
    float[][] output = ModelTools.firstWeights(linear);
    float[] one = {1, 0, 0, 0};
    float[] none = new float[4];
    float[] with = ModelTools.layerOutputs(linear, one, 1, shape).get(0);
    float[] without = ModelTools.layerOutputs(linear, none, 1, shape).get(0);
    // log of the ratio of two probabilities is the difference of two linear outputs
    double difference = Math.log(with[0] / with[1]) - Math.log(without[0] / without[1]);
    assertThat(difference).isCloseTo(output[0][0] - output[1][0], within(1e-4));
  }

  @Test
  void theFirstWeightsBeforeTrainingFollowFromTheSeed() {
    float[][] once = start(7);
    assertThat(start(7)).isDeepEqualTo(once);
    assertThat(start(8)[0]).isNotEqualTo(once[0]);
    assertThat(once.length).isEqualTo(4);
    assertThat(once[0]).hasSize(2 * 3 * 3);
  }

  @Test
  void inputsThatDoNotFitAreRefused() throws IOException {
    InputShape shape = new InputShape.Flat(4);
    String zip = trained(Examples.classes(shape), mlp(dense(3)));
    assertThatThrownBy(() -> ModelTools.layerOutputs(zip, new float[9], 2, shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("9 numbers are not 2 examples of 4");
    assertThatThrownBy(() -> ModelTools.firstWeights(folder.resolve("none.zip").toString()))
        .isInstanceOf(IOException.class);
  }

  private static float[][] start(long seed) {
    return ModelTools.firstWeights(
        cnn(conv(4, 3, 1, 0)),
        Specs.training(Specs.adam(), 8),
        new InputShape.Image(2, 6, 6),
        3,
        Task.CLASSIFICATION,
        seed);
  }

  private String trained(PreparedData data, ModelSpec model) {
    String zip = folder.resolve("model" + data.hashCode() + model.hashCode() + ".zip").toString();
    Segments.run(
        data,
        Segments.segment(
            model,
            Specs.training(Specs.adam(), 8),
            0,
            1,
            CheckpointRef.NONE,
            new CheckpointRef(zip)));
    return zip;
  }
}
