package io.espalier.engine.onnx;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.engine.Specs;
import io.espalier.engine.models.Networks;
import io.espalier.engine.trial.Predictor;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.WeightInit;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What ONNX Runtime makes of the models that are written for it. */
class OnnxModelTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 9, 8);
  private static final int EXAMPLES = 7;

  private final Random random = new Random(3);

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationIsTheSame(Activation activation) throws OrtException {
    ModelSpec model =
        mlp(
            new LayerSpec.Dense(6, activation),
            new LayerSpec.Dropout(0.4),
            new LayerSpec.BatchNorm(0.9, 1e-3),
            new LayerSpec.Dense(5, activation));
    agrees(network(model, new InputShape.Flat(4), Task.CLASSIFICATION), new InputShape.Flat(4));
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void imagesAreTheSame(Pooling pooling) throws OrtException {
    ModelSpec model =
        cnn(
            conv(3, 3, 1, 1),
            new LayerSpec.BatchNorm(0.9, 1e-5),
            new LayerSpec.Pool(pooling, new LayerSpec.Window(3, 2, 2, 1, 1, 1)),
            new LayerSpec.SeparableConv(
                2, 3, new LayerSpec.Window(2, 3, 1, 2, 1, 0), Activation.TANH),
            conv(4, 2, 1, 0),
            new LayerSpec.GlobalPool(pooling),
            new LayerSpec.Dropout(0));
    agrees(network(model, IMAGE, Task.CLASSIFICATION), IMAGE);
    ModelSpec flattened =
        cnn(conv(3, 3, 2, 1), pool(pooling, 2, 2, 0), new LayerSpec.Dense(4, Activation.TANH));
    agrees(network(flattened, IMAGE, Task.CLASSIFICATION), IMAGE);
  }

  @Test
  void residualBlocksAreTheSame() throws OrtException {
    LayerSpec linear = new LayerSpec.Conv(3, LayerSpec.Window.square(3, 2, 1), Activation.IDENTITY);
    LayerSpec norm = new LayerSpec.BatchNorm(0.9, 1e-5);
    LayerSpec relu = new LayerSpec.Activate(Activation.RELU);
    ModelSpec model =
        cnn(
            new LayerSpec.Residual(List.of(linear, norm, relu, conv(3, 3, 1, 1)), Activation.TANH),
            new LayerSpec.Residual(List.of(norm), Activation.IDENTITY),
            relu);
    agrees(network(model, IMAGE, Task.CLASSIFICATION), IMAGE);
  }

  @Test
  void predictedNumbersAreTheSame() throws OrtException {
    ModelSpec model =
        new ModelSpec(
            ModelSpec.Kind.MLP,
            List.of(new LayerSpec.Dense(5, Activation.RELU)),
            Loss.SQUARED_ERROR,
            WeightInit.of(WeightInit.Scheme.XAVIER));
    agrees(network(model, IMAGE, Task.REGRESSION), IMAGE);
  }

  @Test
  void aLayerWithoutAFormHasNone() {
    MultiLayerNetwork sequences =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LSTM.Builder().nOut(3).build())
                .layer(new RnnOutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(4))
                .build());
    sequences.init();
    assertThat(OnnxModel.of(sequences, new InputShape.Flat(4))).isEmpty();
    InputShape vector = new InputShape.Flat(4);
    ModelSpec normalised = mlp(new LayerSpec.Dense(3, Activation.RELU, true));
    assertThat(OnnxModel.of(network(normalised, vector, Task.CLASSIFICATION), vector)).isEmpty();
    sequences.close();
  }

  private Model network(ModelSpec model, InputShape input, Task task) {
    Model network =
        Networks.model(model, Specs.training(Specs.adam(), 4), input, 3, task, 1, DataType.FLOAT);
    // Running variances are not negative, and no parameter is what it starts from.
    float[] parameters = new float[(int) network.numParams()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 0.1f + random.nextFloat() / 2;
    }
    network.setParams(Nd4j.createFromArray(parameters).reshape(1, parameters.length));
    return network;
  }

  private void agrees(Model network, InputShape input) throws OrtException {
    float[] inputs = new float[EXAMPLES * Math.toIntExact(input.size())];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    float[][] expected = Predictor.of(network).predict(inputs, EXAMPLES, input);
    long[] shape = Networks.batchShape(network, input, EXAMPLES);
    float[][] found = run(OnnxModel.of(network, input).orElseThrow(), inputs, shape);
    network.close();
    for (int example = 0; example < EXAMPLES; example++) {
      assertThat(found[example]).containsExactly(expected[example], within(1e-5f));
    }
  }

  private static float[][] run(byte[] model, float[] inputs, long[] shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor batch = OnnxTensor.createTensor(environment, FloatBuffer.wrap(inputs), shape);
        OrtSession.Result result = session.run(Map.of("input", batch))) {
      return (float[][]) result.get(0).getValue();
    }
  }
}
