package io.espalier.engine.trial;

import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PredictorTest {
  private static final InputShape VECTOR = new InputShape.Flat(7);
  private static final InputShape IMAGE = new InputShape.Image(2, 8, 8);

  static Stream<Arguments> networks() {
    return Stream.of(
        network("dropout", VECTOR, Specs.mlp(dense(9), new LayerSpec.Dropout(0.5), dense(5))),
        network("batch norm", VECTOR, Specs.mlp(dense(9), new LayerSpec.BatchNorm(0.9, 1e-5))),
        network(
            "images",
            IMAGE,
            Specs.cnn(
                conv(4, 3, 1, 1),
                new LayerSpec.BatchNorm(0.9, 1e-5),
                pool(Pooling.MAX, 2, 2, 0),
                new LayerSpec.Dropout(0.3),
                conv(3, 3, 1, 0),
                pool(Pooling.AVERAGE, 2, 2, 0),
                dense(6))),
        network(
            "pooled as a whole",
            IMAGE,
            Specs.cnn(conv(4, 3, 1, 0), new LayerSpec.GlobalPool(Pooling.MAX))),
        network("tanh", VECTOR, Specs.mlp(new LayerSpec.Dense(8, Activation.TANH))));
  }

  private static Arguments network(String name, InputShape shape, ModelSpec model) {
    return Arguments.of(Named.of(name, model), shape);
  }

  /** By Deeplearning4j's own output, in several batches, the last of them short. */
  @ParameterizedTest
  @MethodSource("networks")
  void recordedPredictionsAreThoseOfDeeplearning4j(ModelSpec model, InputShape shape) {
    int examples = 1030;
    Random random = new Random(3);
    float[] inputs = new float[examples * shape.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    MultiLayerNetwork network =
        Networks.create(
            model,
            Specs.training(Specs.adam(), 32),
            shape,
            3,
            Task.CLASSIFICATION,
            5,
            DataType.FLOAT);
    network.params().addi(Nd4j.rand(DataType.FLOAT, network.params().shape()).muli(0.1));
    INDArray batch =
        Nd4j.createFromArray(inputs).reshape('c', Networks.batchShape(network, shape, examples));
    float[][] expected = network.output(batch, false).toFloatMatrix();
    try (Predictor predictor = Predictor.of(network)) {
      float[][] found = predictor.predict(inputs, examples, shape);
      for (int i = 0; i < examples; i++) {
        assertThat(found[i]).as("example %s", i).containsExactly(expected[i], within(2e-6f));
      }
    }
  }
}
