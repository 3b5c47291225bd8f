package io.espalier.engine.models;

import io.espalier.Trainable;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.OwnClass;
import io.espalier.wire.Task;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskKilledException;

/**
 * A {@link Trainable} of the user's own, held to what it promises. Whatever it throws or does
 * otherwise is an {@link IllegalArgumentException} of one line that begins with the class's name.
 */
public final class OwnTrainable implements AutoCloseable {
  /** How far probabilities may be from their sum, 1. */
  private static final double ROUNDING = 1e-3;

  private final Wanted wanted;
  private final Trainable model;

  /**
   * What it was made for.
   *
   * @param outputs classes, or numbers to predict
   */
  record Wanted(ClassSpec own, InputShape input, int outputs, Task task, long seed) {}

  /** What a model does when it is asked. */
  private interface Work<T> {
    T run() throws Exception;
  }

  private OwnTrainable(Wanted wanted) {
    this.wanted = wanted;
    model = make(wanted);
  }

  private static Trainable make(Wanted wanted) {
    ClassSpec own = wanted.own();
    if (wanted.input() instanceof InputShape.Graph) {
      throw new ImpossibleModelException(
          own.type() + ": takes no graphs: a model of kind trainable takes vectors and images");
    }
    if (wanted.input() instanceof InputShape.Sequence) {
      throw new ImpossibleModelException(
          own.type() + ": takes no sequences: a model of kind trainable takes vectors and images");
    }
    Trainable.Request request =
        new Trainable.Request(
            own.settings(), wanted.input(), wanted.outputs(), wanted.task(), wanted.seed());
    try {
      Trainable made =
          new OwnClass<>(own.type(), Trainable.class).instance(Trainable.Request.class, request);
      request
          .unasked()
          .ifPresent(
              why -> {
                throw new IllegalArgumentException(own.type() + ": " + why);
              });
      return made;
    } catch (IllegalArgumentException refused) {
      throw new ImpossibleModelException(String.valueOf(refused.getMessage()));
    }
  }

  /**
   * A new one.
   *
   * @param model of kind trainable
   * @throws ImpossibleModelException if there is none, in one line
   */
  public static OwnTrainable create(
      ModelSpec model, InputShape input, int outputs, Task task, long seed) {
    return new OwnTrainable(new Wanted(model.own().get(0), input, outputs, task, seed));
  }

  /**
   * The one step that such a model is for a person.
   *
   * @throws ImpossibleModelException if there is no such model, in one line
   */
  public static LayerShapes shapes(ModelSpec model, InputShape input, int outputs, Task task) {
    try (OwnTrainable made = create(model, input, outputs, task, 0)) {
      return LayerShapes.trainable(made.wanted.outputs());
    }
  }

  /** Whether a stream goes on with a model of this kind; it stays where it is. */
  public static boolean isNext(BufferedInputStream zip) throws IOException {
    return TrainableZip.isNext(zip);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param name what messages call it
   * @throws DamagedModelException if it is not as it was written
   */
  public static OwnTrainable read(InputStream zip, String name) throws IOException {
    TrainableZip.Content content = TrainableZip.read(zip.readAllBytes(), name);
    OwnTrainable read = new OwnTrainable(content.wanted());
    try {
      read.ask(
          "load",
          () -> {
            read.model.load(new ByteArrayInputStream(content.state()));
            return true;
          });
      return read;
    } catch (RuntimeException refused) {
      read.close();
      throw refused;
    }
  }

  /** The same from a file. */
  public static OwnTrainable read(CheckpointRef source) throws IOException {
    try (InputStream zip = ModelFiles.open(source)) {
      return read(zip, source.uri());
    }
  }

  /** Writes it, replacing what was there. */
  public void save(CheckpointRef target) throws IOException {
    ByteArrayOutputStream state =
        new ByteArrayOutputStream(); // a file's trouble is not the class's
    ask(
        "save",
        () -> {
          model.save(state);
          return true;
        });
    WholeFiles.write(
        new Path(target.uri()),
        HadoopSettings.here(),
        out -> TrainableZip.write(out, wanted, state.toByteArray()));
  }

  /** Trains on, to an epoch. */
  public void train(Trainable.Examples examples, int toEpoch) {
    ask(
        "train",
        () -> {
          model.train(examples, toEpoch);
          return true;
        });
  }

  /** What it says of itself. */
  public SortedMap<String, Double> measurements() {
    SortedMap<String, Double> said = new TreeMap<>(ask("measurements", model::measurements));
    for (String name : said.keySet()) {
      require(
          name.matches("[a-z][a-z0-9_]*") && !name.matches("(train|validation|test)_.*"),
          "measurements has the name '%s'; accepted are lower-case letters, digits and _, and none"
              + " that begins with train_, validation_ or test_",
          name);
    }
    return said;
  }

  /**
   * What it makes of examples.
   *
   * @param features {@code [examples, numbers]}, normalised
   * @return {@code [examples, outputs]}: probabilities of classes, or scaled numbers
   */
  public double[][] predict(float[][] features) {
    double[][] outputs = ask("predict", () -> model.predict(features));
    require(
        outputs.length == features.length,
        "predict gives %d rows for %d examples",
        outputs.length,
        features.length);
    for (double[] row : outputs) {
      require(
          row.length == wanted.outputs(),
          "predict gives %d numbers for an example; wanted are %d",
          row.length,
          wanted.outputs());
      if (wanted.task() == Task.CLASSIFICATION) {
        requireProbabilities(row);
      }
    }
    return outputs;
  }

  /** NaN is none of its promises broken, but a training that has diverged. */
  private void requireProbabilities(double[] row) {
    double sum = 0;
    for (double probability : row) {
      require(!(probability < -ROUNDING), "predict gives the probability %s, below 0", probability);
      sum += probability;
    }
    require(
        !(Math.abs(sum - 1) > ROUNDING),
        "predict gives probabilities that add up to %s instead of 1",
        sum);
  }

  private void require(boolean condition, String what, Object... parts) {
    if (!condition) {
      throw new IllegalArgumentException(
          wanted.own().type() + ": " + String.format(Locale.ROOT, what, parts));
    }
  }

  private <T> T ask(String what, Work<T> work) {
    try {
      return work.run();
    } catch (TaskKilledException killed) {
      throw killed;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
      if (thrown instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      IllegalArgumentException said =
          new IllegalArgumentException(
              wanted.own().type() + ": " + what + " throws " + OwnClass.firstLine(thrown));
      said.addSuppressed(thrown); // no cause: its kind would say whose trouble it is
      throw said;
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
