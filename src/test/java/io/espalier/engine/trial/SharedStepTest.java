package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.engine.step.CompiledPasses;
import io.espalier.engine.step.Cores;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** A step whose examples several cores share, against the same step on one. */
class SharedStepTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 10, 10);
  private static final InputShape WIDE = new InputShape.Flat(700);

  /** Of 31 examples three cores take 10, 10 and 11. */
  private static final int BATCH = 31;

  private static final int LAST_BATCH = 25;
  private static final int FEW = 4;
  private static final Targets.Classes CLASSES = classes();

  private static Targets.Classes classes() {
    short[] labels = new short[BATCH];
    IntStream.range(0, BATCH).forEach(i -> labels[i] = (short) (i * i % 3));
    return new Targets.Classes(labels, List.of("a", "b", "c"));
  }

  private static MultiLayerNetwork network(ModelSpec model, InputShape shape) {
    return Waves.network(model, Specs.training(Specs.adam(), BATCH), shape, 3, Task.CLASSIFICATION);
  }

  private static INDArray batch(InputShape shape, int step) {
    int examples = step % 4 == 3 ? LAST_BATCH : BATCH;
    return shape instanceof InputShape.Flat flat
        ? Waves.wave(step, 1, examples, flat.size())
        : Waves.wave(step, 1, examples, 2, 10, 10);
  }

  private static float[] trained(ModelSpec model, InputShape shape, GradientClip clip, int cores) {
    return trained(model, shape, clip, cores, 5);
  }

  private static float[] trained(
      ModelSpec model, InputShape shape, GradientClip clip, int cores, long dropoutSeed) {
    MultiLayerNetwork network = network(model, shape);
    Criterion criterion = new Criterion.CrossEntropy(CLASSES);
    try (TrainingStep step = new CompiledStep(network, criterion, CLASSES, clip, Cores.of(cores))) {
      step.reseed(dropoutSeed);
      for (int i = 0; i < 12; i++) {
        step.step(Waves.batch(batch(shape, i)));
      }
    }
    return network.params().dup().data().asFloat();
  }

  private static void assertShared(ModelSpec model, InputShape shape, GradientClip clip) {
    float[] shared = trained(model, shape, clip, 3);
    assertThat(shared).isEqualTo(trained(model, shape, clip, 3));
    assertThat(shared)
        .isNotEqualTo(network(model, shape).params().data().asFloat())
        .usingComparatorWithPrecision(2e-4f)
        .containsExactly(trained(model, shape, clip, 1));
  }

  @Test
  void imagesTrainAsOnOneCore() {
    assertShared(
        cnn(conv(6, 3, 1, 1), pool(Pooling.MAX, 2, 2, 0), conv(8, 3, 1, 0), dense(20)),
        IMAGE,
        GradientClip.NONE);
  }

  @Test
  void imagesOfWhichAFirstConvolutionPassesPixelsOverTrainAsOnOneCore() {
    ModelSpec model = cnn(conv(6, 1, 2, 0), conv(8, 3, 1, 1), dense(20));
    assertThat(shares(model)).isEqualTo(3);
    assertShared(model, IMAGE, GradientClip.NONE);
  }

  /** In how many sums the gradients of a batch of images are that three cores may share. */
  private static int shares(ModelSpec model) {
    try (Cores cores = Cores.of(3);
        CompiledPasses passes = new CompiledPasses(network(model, IMAGE), cores)) {
      passes.forward(Waves.wave(1, 1, BATCH, 2, 10, 10));
      return passes.backward(BATCH).summands();
    }
  }

  /** Native operations take the cores instead. */
  @Test
  void whatIsNormalisedOverTheBatchIsNotShared() {
    LayerSpec norm = new LayerSpec.BatchNorm(0.9, 1e-5);
    assertThat(shares(cnn(conv(6, 3, 1, 1), dense(20), norm))).isEqualTo(1);
    assertThat(shares(cnn(conv(6, 3, 1, 1), norm, dense(20)))).isEqualTo(1);
  }

  @Test
  void whatIsDroppedIsTheSame() {
    ModelSpec model =
        cnn(new LayerSpec.Dropout(0.3), conv(6, 3, 1, 1), new LayerSpec.Dropout(0.5), dense(20));
    assertShared(model, IMAGE, GradientClip.NONE);
    assertThat(trained(model, IMAGE, GradientClip.NONE, 3, 6)[0])
        .as("with other masks")
        .isNotCloseTo(trained(model, IMAGE, GradientClip.NONE, 1)[0], within(2e-3f));
  }

  @Test
  void theExamplesOfALargeBatchAreSharedAndThoseOfASmallOneAreNot() {
    MultiLayerNetwork network = network(cnn(conv(6, 3, 1, 1), dense(20)), IMAGE);
    try (Cores cores = Cores.of(3);
        CompiledPasses passes = new CompiledPasses(network, cores)) {
      passes.forward(Waves.wave(1, 1, BATCH, 2, 10, 10));
      passes.forward(Waves.wave(1, 1, 7, 2, 10, 10));
      assertThat(passes.backward(BATCH).summands()).isEqualTo(3);
      assertThat(passes.backward(7).summands()).isEqualTo(1);
    }
  }

  @Test
  void wideLayersTrainAsOnOneCoreWithTheirNormClipped() {
    assertShared(mlp(dense(300), dense(40)), WIDE, GradientClip.ofNorm(0.01));
  }

  /** Each core has some of its units, of the whole batch. */
  @Test
  void aLargeFirstLayerTrainsAsOnOneCore() {
    ModelSpec model = mlp(dense(401), dense(40));
    assertShared(model, WIDE, GradientClip.NONE);
    assertShared(model, WIDE, GradientClip.ofNorm(0.01));
    assertShared(cnn(dense(1400)), IMAGE, GradientClip.NONE);
  }

  @Test
  void aLargeFirstLayerOfFewUnitsTrainsAsOnOneCore() {
    assertShared(mlp(dense(2)), new InputShape.Flat(1 << 17), GradientClip.NONE);
  }

  /** Its examples depend on each other, so that only the update is shared: not a bit differs. */
  @Test
  void anUpdateInSharesIsTheSameToTheBit() {
    ModelSpec model = mlp(dense(400), new LayerSpec.BatchNorm(0.9, 1e-5));
    float[] alone = trained(model, WIDE, GradientClip.NONE, 1);
    assertThat(trained(model, WIDE, GradientClip.NONE, 2)).isEqualTo(alone);
    assertThat(trained(model, WIDE, GradientClip.NONE, 3)).isEqualTo(alone);
  }

  /** Shares end within the weights of a unit, whose gradients the update multiplies. */
  @Test
  void anUpdateByFewExamplesInSharesIsTheSameToTheBit() {
    float[] alone = trainedByFew(GradientClip.NONE, 1);
    assertThat(trainedByFew(GradientClip.NONE, 2)).isEqualTo(alone);
    assertThat(trainedByFew(GradientClip.NONE, 3)).isEqualTo(alone);
    float[] clipped = trainedByFew(GradientClip.ofNorm(0.01), 1);
    assertThat(clipped).isNotEqualTo(alone);
    assertThat(trainedByFew(GradientClip.ofNorm(0.01), 3))
        .usingComparatorWithPrecision(2e-4f)
        .containsExactly(clipped);
  }

  private static float[] trainedByFew(GradientClip clip, int cores) {
    MultiLayerNetwork network = network(mlp(dense(401), dense(90)), WIDE);
    Criterion criterion = new Criterion.CrossEntropy(CLASSES);
    try (TrainingStep step = new CompiledStep(network, criterion, CLASSES, clip, Cores.of(cores))) {
      for (int i = 0; i < 12; i++) {
        step.step(Waves.batch(Waves.wave(i, 1, FEW - i % 2, 700)));
      }
    }
    return network.params().dup().data().asFloat();
  }

  /** As a task of Spark with two cores does; on a machine with one it takes one. */
  @Test
  void aTrialTakesTheCoresOfItsThreadAndGivesThemBack() {
    PreparedData data = Examples.classes(IMAGE);
    Segment segment =
        Segments.segment(cnn(conv(6, 3, 1, 1), dense(20)), Specs.training(Specs.adam(), 20), 3);
    Outcome alone = Segments.run(data, segment);
    NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
    library.setOmpNumThreads(2);
    try {
      Outcome shared = Segments.run(data, segment);
      assertThat(library.ompGetMaxThreads()).isEqualTo(2);
      assertThat(shared.status()).isEqualTo(Outcome.Status.COMPLETED);
      for (int i = 0; i < 3; i++) {
        double expected = alone.measurements().get(i).metric("validation_loss");
        assertThat(shared.measurements().get(i).metric("validation_loss"))
            .isCloseTo(expected, within(1e-4));
      }
    } finally {
      library.setOmpNumThreads(1);
    }
  }
}
