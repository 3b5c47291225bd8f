package io.espalier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Flat;
import io.espalier.wire.InputShape.Image;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.Pool;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.WeightInit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerShapesTest {
  private static final InputShape CIFAR = new Image(3, 32, 32);

  @Test
  void theCifarNetworkHas62006Parameters() {
    LayerShapes shapes = LayerShapes.of(cifarNetwork(16, 2, 2), CIFAR, 10);
    assertThat(shapes.parameters()).isEqualTo(62_006);
    assertThat(shapes.layers())
        .extracting(layer -> layer.number() + " " + layer.kind() + " " + layer.output())
        .containsExactly(
            "1 conv 6x28x28",
            "2 pool 6x14x14",
            "3 conv 16x10x10",
            "4 pool 16x5x5",
            "5 dense 120",
            "6 dense 84",
            "7 output 10");
    assertThat(shapes.layers())
        .extracting(LayerShapes.Layer::parameters)
        .containsExactly(456L, 0L, 2416L, 0L, 48_120L, 10_164L, 850L);
  }

  @Test
  void theMnistNetworkHas3199106Parameters() {
    ModelSpec model =
        cnn(
            conv(32, Window.square(5, 1, 2)),
            max(Window.square(2, 2, 0)),
            conv(64, Window.square(5, 1, 2)),
            max(Window.square(2, 2, 0)),
            dense(1000));
    assertThat(LayerShapes.of(model, new Image(1, 28, 28), 10).parameters()).isEqualTo(3_199_106);
  }

  @Test
  void allEightCifarCombinationsArePossible() {
    int[][] last = {{2, 2, 5}, {3, 2, 4}, {2, 3, 2}, {3, 3, 1}};
    for (int channels : new int[] {16, 32}) {
      for (int[] row : last) {
        LayerShapes shapes = LayerShapes.of(cifarNetwork(channels, row[0], row[1]), CIFAR, 10);
        assertThat(shapes.layers().get(3).output()).isEqualTo(new Image(channels, row[2], row[2]));
      }
    }
  }

  @Test
  void aWindowLargerThanItsInputIsImpossible() {
    ModelSpec model =
        cnn(
            conv(8, Window.square(5, 1, 0)),
            max(Window.square(2, 2, 0)),
            conv(16, Window.square(3, 1, 0)),
            max(Window.square(3, 3, 0)));
    assertThatThrownBy(() -> LayerShapes.of(model, new Image(1, 12, 12), 10))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessage("layer 4 (pool): a window of 3x3 does not fit its input of 2x2 (16 channels)");
    assertThatThrownBy(
            () -> LayerShapes.of(cnn(conv(8, Window.square(7, 1, 1))), new Image(1, 4, 4), 2))
        .hasMessage(
            "layer 1 (conv): a window of 7x7 does not fit its input of 4x4, padded to 6x6 (1"
                + " channel)");
  }

  @Test
  void poolingPadsAtMostHalfItsWindow() {
    assertThat(output(max(Window.square(2, 2, 1)), new Image(1, 4, 4)))
        .isEqualTo(new Image(1, 3, 3));
    assertThatThrownBy(() -> output(max(Window.square(3, 2, 2)), new Image(1, 4, 4)))
        .hasMessage("layer 1 (pool): a padding of 2x2 is more than half of a window of 3x3");
  }

  @Test
  void windowsNeedNotBeSquare() {
    assertThat(output(conv(4, new Window(3, 5, 2, 1, 1, 0)), new Image(2, 9, 10)))
        .isEqualTo(new Image(4, 5, 6));
  }

  @Test
  void batchNormalisationTrainsTwoNumbersPerChannelOrFeature() {
    ModelSpec model =
        cnn(new BatchNorm(0.9, 1e-5), dense(7), new BatchNorm(0.9, 1e-5), new Dropout(0.5));
    assertThat(LayerShapes.of(model, new Image(3, 2, 2), 2).layers())
        .extracting(layer -> layer.kind() + " " + layer.output() + " " + layer.parameters())
        .containsExactly(
            "batch-norm 3x2x2 6", "dense 7 91", "batch-norm 7 14", "dropout 7 0", "output 2 16");
  }

  /** Two windows of 3×3 for each of 3 channels, then 6 to 8: MobileNet's blocks have one window. */
  @Test
  void aSeparableConvolutionKeepsWhatIsBetweenItsTwoConvolutions() {
    LayerShapes shapes = LayerShapes.of(cnn(separable(8, 2, 1)), CIFAR, 10);
    assertThat(shapes.layers().get(0).output()).isEqualTo(new Image(8, 32, 32));
    assertThat(shapes.layers().get(0).parameters()).isEqualTo(6 * 9 + 6 * 8 + 8);
    assertThat(shapes.layers().get(0).numbers()).isEqualTo((6 + 8) * 32 * 32);
    assertImpossible(
        cnn(dense(9), separable(8, 2, 1)),
        "layer 2 (separable-conv): its input is 9 flat numbers; a separable-conv must come before");
    assertImpossible(
        cnn(conv(4, Window.square(32, 1, 0)), separable(8, 2, 0)),
        "layer 2 (separable-conv): a window of 3x3 does not fit its input of 1x1 (4 channels)");
    assertImpossible(
        cnn(separable(8, 2_000_000_000, 1)),
        "layer 1 (separable-conv): 102000000008 weights are more than an array can hold");
  }

  private static LayerSpec separable(int channels, int windows, int padding) {
    return new LayerSpec.SeparableConv(
        channels, windows, Window.square(3, 1, padding), Activation.RELU);
  }

  @Test
  void imagesFlattenForEverythingButACnn() {
    ModelSpec linear = model(Kind.LINEAR);
    assertThat(LayerShapes.of(linear, CIFAR, 10).parameters()).isEqualTo(30_730);
    assertThat(LayerShapes.of(model(Kind.MLP, new BatchNorm(0.9, 1e-5)), CIFAR, 10).layers())
        .first()
        .extracting(LayerShapes.Layer::parameters)
        .isEqualTo(6_144L);
  }

  @Test
  void aConvolutionAfterADenseLayerIsImpossible() {
    assertThatThrownBy(
            () -> LayerShapes.of(cnn(dense(64), conv(4, Window.square(3, 1, 0))), CIFAR, 10))
        .hasMessage(
            "layer 2 (conv): its input is 64 flat numbers; a conv must come before every dense"
                + " layer");
  }

  @Test
  void aCnnNeedsImages() {
    assertThatThrownBy(() -> LayerShapes.of(cifarNetwork(16, 2, 2), new Flat(3072), 10))
        .hasMessage(
            "a cnn needs images, not examples of 3072 flat numbers: set data.flatten = false if"
                + " they are images, else take model.kind = mlp");
  }

  @Test
  void whatNoArrayHoldsIsImpossible() {
    assertThatThrownBy(
            () ->
                LayerShapes.of(model(Kind.MLP, dense(2_000_000_000)), new Flat(2_000_000_000), 10))
        .hasMessage(
            "layer 1 (dense): 4000000002000000000 weights are more than an array can hold"
                + " (2147483647)");
    assertThatThrownBy(
            () -> output(conv(2_000_000_000, Window.square(1, 1, 0)), new Image(1, 9, 9)))
        .hasMessageStartingWith("layer 1 (conv): 162000000000 numbers");
  }

  private static InputShape output(LayerSpec layer, InputShape input) {
    return LayerShapes.of(cnn(layer), input, 2).layers().get(0).output();
  }

  private static ModelSpec cifarNetwork(int channels, int kernel, int stride) {
    return cnn(
        conv(6, Window.square(5, 1, 0)),
        max(Window.square(kernel, stride, 0)),
        conv(channels, Window.square(5, 1, 0)),
        max(Window.square(kernel, stride, 0)),
        dense(120),
        dense(84));
  }

  private static ModelSpec cnn(LayerSpec... layers) {
    return model(Kind.CNN, layers);
  }

  private static ModelSpec model(Kind kind, LayerSpec... layers) {
    return new ModelSpec(
        kind, List.of(layers), Loss.CROSS_ENTROPY, WeightInit.of(WeightInit.Scheme.PYTORCH));
  }

  private static LayerSpec conv(int channels, Window window) {
    return new Conv(channels, window, Activation.RELU);
  }

  private static LayerSpec max(Window window) {
    return new Pool(Pooling.MAX, window);
  }

  private static LayerSpec linear(int channels, int stride, int padding) {
    return new LayerSpec.Conv(channels, Window.square(3, stride, padding), Activation.IDENTITY);
  }

  private static LayerSpec block(LayerSpec... layers) {
    return new LayerSpec.Residual(List.of(layers), Activation.RELU);
  }

  /**
   * The first block of ResNet-18's second stage, with biases: torchvision counts 230,144 without.
   */
  @Test
  void aBlockCountsWhatIsInsideAndItsProjection() {
    LayerSpec norm = new BatchNorm(0.9, 1e-5);
    LayerSpec second = block(linear(128, 2, 1), norm, linear(128, 1, 1), norm);
    LayerShapes shapes = LayerShapes.of(cnn(second), new Image(64, 56, 56), 10);
    assertThat(shapes.layers().get(0).output()).isEqualTo(new Image(128, 28, 28));
    assertThat(shapes.layers().get(0).parameters()).isEqualTo(230_144 + 3 * 128);
    assertThat(shapes.layers().get(0).numbers())
        .as("after four layers, two of the projection, the sum and the activation")
        .isEqualTo(8L * 128 * 28 * 28);
    LayerSpec first = block(linear(64, 1, 1), norm, linear(64, 1, 1), norm);
    assertThat(LayerShapes.of(cnn(first), new Image(64, 56, 56), 10).layers().get(0).parameters())
        .as("nothing is projected")
        .isEqualTo(73_984 + 2 * 64);
    LayerShapes flat = LayerShapes.of(model(Kind.MLP, block(dense(7))), new Flat(5), 3);
    assertThat(flat.parameters()).isEqualTo(2 * 6 * 7 + 8 * 3);
  }

  @Test
  void aBlockSaysWhyNothingCanBeAdded() {
    assertImpossible(
        cnn(block(linear(3, 1, 0))),
        "layer 1 (residual): its layers turn images of 3x32x32 into 3x30x30",
        "no stride of a 1x1 convolution takes 32 pixels to 30");
    assertImpossible(
        cnn(linear(4, 1, 1), block(dense(7))),
        "layer 2 (residual): its layers turn images of 4x32x32 into 7 numbers");
    assertImpossible(
        cnn(block(linear(3, 1, 1), conv(2, Window.square(99, 1, 0)))),
        "layer 1 (residual): layer 2 (conv): a window of 99x99 does not fit");
  }

  private static void assertImpossible(ModelSpec model, String... parts) {
    assertThatThrownBy(() -> LayerShapes.of(model, CIFAR, 10))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessageContainingAll(parts);
  }

  private static LayerSpec dense(int units) {
    return new Dense(units, Activation.RELU);
  }
}
