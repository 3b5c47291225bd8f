package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.Trainable;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.ModelTools;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a class of the user's own trains, and what becomes of one that breaks its promises. */
class OwnTrainableTest {
  private static final InputShape SHAPE = new InputShape.Flat(4);
  private static final PreparedData DATA = Examples.classes(SHAPE);
  private static final TrainingSpec TRAINING = TrainingSpec.of(new Updater.Adam(0.001), 6);
  private static final ModelSpec DESCENT = model(Descent.class, Map.of("rate", new Value.Real(1)));

  @TempDir private Path folder;

  private static ModelSpec model(Class<?> type, Map<String, Value> settings) {
    return ModelSpec.trainable(
        new ClassSpec(type.getName(), new TreeMap<>(settings)), Loss.CROSS_ENTROPY);
  }

  private static Outcome run(PreparedData data, Segment segment) {
    return SegmentRunner.run(
        Segments.plan(data), data, segment, new Outcome.Place("here", "cpu", 0));
  }

  private CheckpointRef file(String name) {
    return new CheckpointRef(folder.resolve(name).toString());
  }

  private static Measurement last(Outcome outcome) {
    return outcome.measurements().get(outcome.measurements().size() - 1);
  }

  @Test
  void itIsMeasuredAsNetworksAreAndSaysItsOwnBesides() {
    Outcome outcome = run(DATA, Segments.segment(DESCENT, TRAINING, 6));
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    assertThat(last(outcome).metrics().keySet())
        .contains("train_loss", "train_accuracy", "validation_loss", "validation_f1", "first_bias");
    assertThat(last(outcome).metric("train_loss"))
        .isLessThan(outcome.measurements().get(0).metric("train_loss"));
    assertThat(outcome.parameters()).isZero();
  }

  @Test
  void goingOnFromACheckpointIsTrainingThroughAndTheFilePredicts() throws IOException {
    CheckpointRef none = CheckpointRef.NONE;
    Outcome through = run(DATA, Segments.segment(DESCENT, TRAINING, 0, 6, none, file("six.zip")));
    run(DATA, Segments.segment(DESCENT, TRAINING, 0, 2, none, file("two.zip")));
    Outcome rest = run(DATA, Segments.segment(DESCENT, TRAINING, 2, 6, file("two.zip"), none));
    assertThat(rest.measurements())
        .extracting(one -> one.metrics().toString())
        .isEqualTo(
            through.measurements().subList(2, 6).stream()
                .map(one -> one.metrics().toString())
                .toList());

    int[] rows = DATA.split().rows(Part.VALIDATION);
    float[] inputs = new float[rows.length * SHAPE.size()];
    DATA.fill(rows, 0, rows.length, inputs);
    String zip = file("six.zip").uri();
    float[][] predicted = ModelTools.predict(zip, inputs, rows.length, SHAPE);
    double loss = 0;
    for (int i = 0; i < rows.length; i++) {
      int label = ((Targets.Classes) DATA.dataset().targets()).labels()[rows[i]];
      loss -= Math.log(predicted[i][label]) / rows.length;
    }
    assertThat(loss).isCloseTo(last(through).metric("validation_loss"), within(1e-6));
    assertThat(ModelTools.onnx(zip, SHAPE)).isEmpty();
    assertThat(ModelTools.layerOutputs(zip, inputs, rows.length, SHAPE).get(0))
        .startsWith(predicted[0]);
  }

  @Test
  void aCheckpointThatIsDamagedIsLostAndNoModel() throws IOException {
    run(DATA, Segments.segment(DESCENT, TRAINING, 0, 2, CheckpointRef.NONE, file("two.zip")));
    Path zip = folder.resolve("two.zip");
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(
            () ->
                run(
                    DATA,
                    Segments.segment(DESCENT, TRAINING, 2, 6, file("two.zip"), CheckpointRef.NONE)))
        .isInstanceOf(LostCheckpointException.class)
        .hasMessageContaining("two.zip is not a usable model zip: ");
  }

  @Test
  void whatVotesForNothingButOneClassHasAFiniteLoss() {
    Outcome outcome = run(DATA, Segments.segment(model(Certain.class, Map.of()), TRAINING, 1));
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    double accuracy = last(outcome).metric("validation_accuracy");
    assertThat(last(outcome).metric("validation_loss"))
        .as("−log 2^-52 for every error, as scikit-learn counts it")
        .isCloseTo((1 - accuracy) * 52 * Math.log(2), within(1e-9));
  }

  /** Predicts the target's mean, in the unit that it was given. */
  @Test
  void numbersArePredictedInTheUnitOfTheirTargets() {
    PreparedData numbers = Examples.numbers(SHAPE);
    PreparedData scaled =
        new PreparedData(
            numbers
                .dataset()
                .with(
                    ((Targets.Numbers) numbers.dataset().targets())
                        .fitted(numbers.split().train())),
            numbers.split(),
            numbers.normalisation(),
            "scaled");
    ModelSpec mean =
        ModelSpec.trainable(
            new ClassSpec(Mean.class.getName(), new TreeMap<>()), Loss.SQUARED_ERROR);
    Outcome plain = run(numbers, Segments.segment(mean, TRAINING, 1));
    Outcome outcome = run(scaled, Segments.segment(mean, TRAINING, 1));
    assertThat(last(outcome).metric("train_loss")).as("a variance of 1").isCloseTo(1, within(1e-6));
    assertThat(last(outcome).metric("validation_rmse"))
        .isCloseTo(last(plain).metric("validation_rmse"), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train|: train throws java.lang.IllegalStateException: no trees",
        "files|: train throws java.io.UncheckedIOException: gone",
        "memory|out of memory: too many trees",
        "rows|: predict gives 0 rows for 23 examples",
        "width|: predict gives 2 numbers for an example; wanted are 3",
        "sum|: predict gives probabilities that add up to 1.5 instead of 1",
        "negative|: predict gives the probability -0.5, below 0",
        "name|: measurements has the name 'Loss'; accepted are lower-case letters"
      })
  void aBrokenPromiseIsTheTrialsReason(String promise, String reason) {
    ModelSpec model = model(Unreliable.class, Map.of("breaks", new Value.Text(promise)));
    Outcome outcome = run(DATA, Segments.segment(model, TRAINING, 1));
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason())
        .startsWith(reason.startsWith(":") ? Unreliable.class.getName() + reason : reason)
        .doesNotContain("\n");
  }

  @Test
  void notANumberIsADivergence() {
    ModelSpec model = model(Unreliable.class, Map.of("breaks", new Value.Text("number")));
    Outcome outcome = run(DATA, Segments.segment(model, TRAINING, 1));
    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.reason()).startsWith("training loss became NaN in epoch 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "io.espalier.engine.trial.Descent|: model.rate is missing; needed is a number or a domain",
        "io.espalier.engine.trial.OwnTrainableTest$Certain|: does not ask for model.x; leave it out",
        "io.espalier.engine.trial.OwnTrainableTest$Closed| has no public constructor that takes a"
            + " Trainable.Request, or is not public",
        "io.espalier.engine.trial.OwnTrainableTest$Needy|: its constructor throws"
            + " java.lang.IllegalStateException: no licence",
        "io.espalier.engine.trial.OwnTrainableTest$Half| needs the class org.tribuo.Gone, whose jar is"
            + " missing; bring it in the same way",
        "java.lang.String| is no io.espalier.Trainable",
        "com.acme.Forest| is on no class path; bring its jar with --jars of spark-submit, or put it on"
            + " the class path of the program that searches"
      })
  void whatCannotBeMadeIsImpossible(String type, String why) {
    Map<String, Value> settings =
        type.endsWith("Certain") ? Map.of("x", new Value.Whole(1)) : Map.of();
    ModelSpec model =
        ModelSpec.trainable(new ClassSpec(type, new TreeMap<>(settings)), Loss.CROSS_ENTROPY);
    assertThatThrownBy(() -> ModelTools.shapes(model, SHAPE, 3, Task.CLASSIFICATION))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessage(type + why);
  }

  /** Does nothing but predict. */
  private abstract static class Plain implements Trainable {
    @Override
    public void train(Trainable.Examples examples, int toEpoch) {}

    @Override
    public void save(OutputStream out) {}

    @Override
    public void load(InputStream in) {}
  }

  /** Is sure of the first class. */
  public static final class Certain extends Plain {
    public Certain(Request wanted) {}

    @Override
    public double[][] predict(float[][] features) {
      double[][] all = new double[features.length][3];
      for (double[] one : all) {
        one[0] = 1;
      }
      return all;
    }
  }

  /** Predicts means. */
  public static final class Mean extends Plain {
    private final double[] means = new double[2];

    public Mean(Request wanted) {}

    @Override
    public void train(Trainable.Examples examples, int toEpoch) {
      for (int i = 0; i < examples.size(); i++) {
        for (int j = 0; j < means.length; j++) {
          means[j] += examples.target(i, j) / examples.size();
        }
      }
    }

    @Override
    public double[][] predict(float[][] features) {
      double[][] all = new double[features.length][];
      Arrays.fill(all, means);
      return all;
    }
  }

  /** Breaks one promise. */
  public static final class Unreliable extends Plain {
    private final String breaks;

    public Unreliable(Request wanted) {
      breaks = wanted.text("breaks");
    }

    @Override
    public void train(Trainable.Examples examples, int toEpoch) {
      switch (breaks) {
        case "train" -> throw new IllegalStateException("no trees\nat all");
        case "files" -> throw new java.io.UncheckedIOException("gone", new IOException("gone"));
        case "memory" -> throw new OutOfMemoryError("too many trees");
        default -> {}
      }
    }

    @Override
    public double[][] predict(float[][] features) {
      double[][] all =
          new double[breaks.equals("rows") ? 0 : features.length][breaks.equals("width") ? 2 : 3];
      for (double[] one : all) {
        one[0] = 1;
        switch (breaks) {
          case "sum" -> one[1] = 0.5;
          case "negative" -> one[1] = -0.5;
          case "number" -> one[1] = Double.NaN;
          default -> {}
        }
      }
      return all;
    }

    @Override
    public Map<String, Double> measurements() {
      return breaks.equals("name") ? Map.of("Loss", 1.0) : Map.of();
    }
  }

  /** Cannot be made from outside. */
  public static final class Closed extends Plain {
    Closed(Request wanted) {}

    @Override
    public double[][] predict(float[][] features) {
      throw new AssertionError("never asked");
    }
  }

  /** Cannot be made. */
  public static final class Needy extends Plain {
    public Needy(Request wanted) {
      throw new IllegalStateException("no licence");
    }

    @Override
    public double[][] predict(float[][] features) {
      throw new AssertionError("never asked");
    }
  }

  /** Came without the jar of what it trains. */
  public static final class Half extends Plain {
    public Half(Request wanted) {
      throw new NoClassDefFoundError("org/tribuo/Gone"); // as the virtual machine does it
    }

    @Override
    public double[][] predict(float[][] features) {
      throw new AssertionError("never asked");
    }
  }
}
