package io.espalier.engine.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.Specs;
import io.espalier.engine.layers.SeparableConvolution;
import io.espalier.engine.layers.StepConvolution;
import io.espalier.engine.layers.StepPooling;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Conv1d;
import io.espalier.wire.LayerSpec.Ends;
import io.espalier.wire.LayerSpec.GlobalPool;
import io.espalier.wire.LayerSpec.Pool1d;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers of DL4J with a running half of our own, written to a file and read again. */
class OwnLayerFilesTest {
  @TempDir private Path folder;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to them
  private enum Case {
    SEPARABLE(
        SeparableConvolution.class,
        Kind.CNN,
        new InputShape.Image(3, 7, 6),
        new LayerSpec.SeparableConv(4, 2, new Window(3, 2, 2, 1, 1, 0), Activation.TANH)),
    STEPS(
        StepConvolution.class,
        Kind.RNN,
        new InputShape.Sequence(3, 9),
        new Conv1d(4, 3, 1, 2, Ends.CAUSAL, Activation.SWISH)),
    POOLS(
        StepPooling.class,
        Kind.RNN,
        new InputShape.Sequence(3, 9),
        new Pool1d(Pooling.AVERAGE, 3, 2)),
    STRIDES(
        StepConvolution.class,
        Kind.RNN,
        new InputShape.Sequence(3, 9),
        new Conv1d(4, 3, 2, Ends.SAME, Activation.RELU));

    private final Class<?> type;
    private final Kind kind;
    private final InputShape shape;
    private final LayerSpec layer;

    Case(Class<?> type, Kind kind, InputShape shape, LayerSpec layer) {
      this.type = type;
      this.kind = kind;
      this.shape = shape;
      this.layer = layer;
    }

    MultiLayerNetwork network() {
      ModelSpec model =
          new ModelSpec(
              kind,
              List.of(layer, new GlobalPool(Pooling.AVERAGE)),
              Loss.CROSS_ENTROPY,
              WeightInit.of(Scheme.PYTORCH));
      return Networks.create(
          model, Specs.training(Specs.adam(), 4), shape, 3, Task.CLASSIFICATION, 1, DataType.FLOAT);
    }

    INDArray inputs(MultiLayerNetwork network) {
      return Nd4j.rand(DataType.FLOAT, Networks.batchShape(network, shape, 4)).subi(0.5);
    }
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void whatIsReadAgainPutsOutAndLearnsTheSame(Case one) throws IOException {
    MultiLayerNetwork network = one.network();
    INDArray labels = Nd4j.eye(3).castTo(DataType.FLOAT).getRows(0, 1, 2, 1);
    network.fit(one.inputs(network), labels);
    Path file = folder.resolve("model.zip");
    ModelFiles.save(network, new CheckpointRef(file.toUri().toString()));
    List<MultiLayerNetwork> read =
        List.of(
            (MultiLayerNetwork) ModelFiles.loadNetwork(new CheckpointRef(file.toUri().toString())),
            ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true));
    INDArray inputs = one.inputs(network);
    INDArray further = one.inputs(network);
    float[] before = numbers(network.output(inputs));
    network.fit(further, labels);
    for (MultiLayerNetwork again : read) {
      assertThat(again.getLayer(0).conf().getLayer()).isInstanceOf(one.type);
      assertThat(numbers(again.output(inputs))).isEqualTo(before);
      again.fit(further, labels);
      assertThat(numbers(again.params())).isEqualTo(numbers(network.params()));
    }
    assertThat(numbers(network.output(inputs))).isNotEqualTo(before);
  }

  private static float[] numbers(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
