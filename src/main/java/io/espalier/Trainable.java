package io.espalier;

import io.espalier.wire.InputShape;
import io.espalier.wire.Settings;
import io.espalier.wire.Task;
import io.espalier.wire.Value;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;

/**
 * Anything that trains, for {@code model { kind = trainable, class = com.acme.MyForest }}: its
 * hyperparameters are searched as those of networks are, with the same metrics, tables and report.
 * An implementation is public, has a public constructor that takes a {@link Request}, and is in a
 * jar on the class path of driver and executors ({@code --jars} of spark-submit).
 *
 * <p>One is made for every training, for every use of a saved model, and before the search to look
 * at its settings: the constructor asks for them and does nothing else. Its {@link
 * IllegalArgumentException} is the reason of an INVALID trial. What any other method throws is the
 * reason of a FAILED one, in one line. Equal requests and examples give equal models: what is drawn
 * is drawn from {@link Request#seed()}. Each is used by one thread at a time.
 */
public interface Trainable extends AutoCloseable {
  /**
   * Trains on, to an epoch. What trains in one go does all of its work in the first.
   *
   * @param examples the same each time
   * @param toEpoch epochs trained afterwards, from 1; one more than before
   */
  void train(Examples examples, int toEpoch) throws Exception;

  /**
   * What it makes of examples; changes nothing.
   *
   * @param features {@code [examples, numbers]}, normalised as those it was trained on
   * @return {@code [examples, outputs]}: of classes a probability each, which add up to 1; or the
   *     predicted numbers, scaled as {@link Examples#target}
   */
  double[][] predict(float[][] features) throws Exception;

  /** Writes all that {@link #predict} and further epochs need, without closing the stream. */
  void save(OutputStream out) throws Exception;

  /** Becomes what was saved, before anything else is asked of it. */
  void load(InputStream in) throws Exception;

  /**
   * What it says of itself after an epoch, by name: lower-case letters, digits and {@code _}. They
   * stand beside the metrics in the tables.
   */
  default Map<String, Double> measurements() {
    return Map.of();
  }

  @Override
  default void close() {}

  /** Examples to learn from, in the order of the data. */
  interface Examples {
    /** How many there are; at least one. */
    int size();

    /**
     * An example's numbers, normalised; images plane by plane.
     *
     * @param example from 0
     */
    float[] features(int example);

    /**
     * An example's class, from 0.
     *
     * @throws IllegalStateException if numbers are to be predicted
     */
    int label(int example);

    /**
     * What an example should give: of classes 1 for its own and 0 for others; of numbers the
     * number, scaled as {@code data.normalize-label} says.
     *
     * @param output below {@link Request#outputs()}
     */
    double target(int example, int output);
  }

  /** What is to be trained. */
  final class Request extends Settings {
    private final InputShape input;
    private final int outputs;
    private final Task task;
    private final long seed;

    /**
     * A request.
     *
     * @param settings what the experiment says in its model part, by key
     * @param input the shape of one example, flat or an image
     * @param outputs classes, or numbers to predict
     * @param seed the trial's own
     */
    public Request(
        SortedMap<String, Value> settings, InputShape input, int outputs, Task task, long seed) {
      super("model", settings);
      this.input = input;
      this.outputs = outputs;
      this.task = task;
      this.seed = seed;
    }

    /** The shape of one example. */
    public InputShape input() {
      return input;
    }

    /** Classes, or numbers to predict. */
    public int outputs() {
      return outputs;
    }

    /** Whether classes or numbers are predicted. */
    public Task task() {
      return task;
    }

    /** The source of all that is random in the training. */
    public long seed() {
      return seed;
    }
  }
}
