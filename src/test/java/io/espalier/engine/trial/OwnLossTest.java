package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.engine.ModelTools;
import io.espalier.engine.Specs;
import io.espalier.engine.models.ModelFiles;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.Value;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Losses of the user's own, trained and measured. */
class OwnLossTest {
  private static final InputShape SHAPE = new InputShape.Flat(5);
  private static final PreparedData DATA = Examples.classes(SHAPE);
  private static final TrainingSpec TRAINING =
      new TrainingSpec(
          new Updater.Adam(0.02), new io.espalier.wire.LearningRateSchedule.Constant(), 8, 4, 0, 0);

  @TempDir private Path folder;

  /** Our squared error, as somebody else wrote it. */
  public static final class Squares extends LossMSE {
    private static final long serialVersionUID = 1L;
  }

  /** Our cross-entropy, as somebody else wrote it. */
  public static final class Entropy extends LossMCXENT {
    private static final long serialVersionUID = 1L;
  }

  /** Throws. */
  public static final class Throwing extends LossMSE {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray computeGradient(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      throw new IllegalStateException("no gradient\nat all");
    }
  }

  /** Gives one number for all. */
  public static final class Narrow extends LossMSE {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray computeScoreArray(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      return super.computeScoreArray(labels, preOutput, activation, mask).sum();
    }
  }

  private static ModelSpec model(Loss loss, List<Class<?>> own) {
    return new ModelSpec(
            ModelSpec.Kind.MLP,
            List.of(Specs.dense(6)),
            loss,
            WeightInit.of(WeightInit.Scheme.PYTORCH))
        .withOwnLoss(own.stream().map(Class::getName).toList());
  }

  private static Outcome run(ModelSpec model, CheckpointRef save) {
    return SegmentRunner.run(
        Segments.plan(DATA),
        DATA,
        Segments.segment(model, TRAINING, 0, 4, CheckpointRef.NONE, save),
        new Outcome.Place("here", "cpu", 0));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void aLossThatIsOursWrittenAgainTrainsAsOurs(Loss loss) throws IOException {
    Class<?> again = loss == Loss.CROSS_ENTROPY ? Entropy.class : Squares.class;
    CheckpointRef zip = new CheckpointRef(folder.resolve("model.zip").toString());
    Outcome ours = run(model(loss, List.of()), CheckpointRef.NONE);
    Outcome own = run(model(loss, List.of(again)), zip);
    assertThat(own.status()).as(own.error()).isEqualTo(Status.COMPLETED);
    for (int i = 0; i < 4; i++) {
      Measurement expected = ours.measurements().get(i);
      Measurement measured = own.measurements().get(i);
      assertThat(measured.metrics().keySet()).isEqualTo(expected.metrics().keySet());
      expected
          .metrics()
          .forEach(
              (name, value) -> assertThat(measured.metric(name)).isCloseTo(value, within(1e-5)));
    }
    ModelFiles.load(zip).close(); // names no class but those that every model has
  }

  @Test
  void aBrokenLossIsTheTrialsReason() {
    Outcome throwing = run(model(Loss.SQUARED_ERROR, List.of(Throwing.class)), CheckpointRef.NONE);
    assertThat(throwing.status()).isEqualTo(Status.FAILED);
    assertThat(throwing.reason())
        .isEqualTo(
            Throwing.class.getName()
                + ": computeGradient throws java.lang.IllegalStateException: no gradient");
    assertThat(run(model(Loss.SQUARED_ERROR, List.of(Narrow.class)), CheckpointRef.NONE).reason())
        .isEqualTo(Narrow.class.getName() + ": computeScoreArray gives 1 numbers; wanted are 8");
  }

  @Test
  void itsGradientIsChecked() {
    assertThat(
            ModelTools.gradientCheck(
                    model(Loss.CROSS_ENTROPY, List.of(Entropy.class)),
                    TRAINING,
                    SHAPE,
                    3,
                    Task.CLASSIFICATION,
                    1)
                .largest())
        .isLessThan(1e-5);
    assertThat(
            ModelTools.gradientCheck(
                    model(Loss.SQUARED_ERROR, List.of(Wrong.class)),
                    TRAINING,
                    SHAPE,
                    3,
                    Task.CLASSIFICATION,
                    1)
                .largest())
        .as("twice the gradient")
        .isGreaterThan(0.1);
  }

  /** Has a gradient that is not its own. */
  public static final class Wrong extends LossMSE {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray computeGradient(
        INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
      return super.computeGradient(labels, preOutput, activation, mask).muli(2);
    }
  }

  @Test
  void whatCannotBeTrainedByIsImpossible() {
    assertImpossible(
        model(Loss.SQUARED_ERROR, List.of(String.class)),
        "java.lang.String is no org.nd4j.linalg.lossfunctions.ILossFunction");
  }

  @Test
  void aGraphOfVerticesTrainsByIt() {
    ClassSpec graph =
        new ClassSpec(
            OwnModelTest.Residual.class.getName(),
            new TreeMap<>(Map.of("units", new Value.Whole(3))));
    ModelSpec model =
        ModelSpec.of(graph, Loss.SQUARED_ERROR).withOwnLoss(List.of(Squares.class.getName()));
    assertThat(
            ModelTools.gradientCheck(
                    model, Specs.training(Specs.adam(), 4), SHAPE, 3, Task.CLASSIFICATION, 5)
                .largest())
        .isLessThan(1e-5);
  }

  private static void assertImpossible(ModelSpec model, String why) {
    assertThatThrownBy(() -> ModelTools.shapes(model, SHAPE, 3, Task.CLASSIFICATION))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessageStartingWith(why);
  }
}
