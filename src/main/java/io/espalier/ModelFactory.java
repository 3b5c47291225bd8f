package io.espalier;

import io.espalier.wire.InputShape;
import io.espalier.wire.Settings;
import io.espalier.wire.Task;
import io.espalier.wire.Value;
import java.util.SortedMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/**
 * Builds networks of the user's own for {@code model { kind = class, class = com.acme.MyNet }}. An
 * implementation is public, has a public constructor without parameters, and is in a jar on the
 * class path of driver and executors ({@code --jars} of spark-submit).
 *
 * <p>A factory is a pure function: equal requests give equal networks. Updater, learning rate,
 * penalties, seed and precision are the experiment's, whatever the configuration says of them;
 * weights start by the configuration's own initialisation.
 */
public sealed interface ModelFactory {
  /** Builds a stack of layers, which ends in {@link Request#outputLayer}. */
  non-sealed interface Layers extends ModelFactory {
    /**
     * The network of a request.
     *
     * @throws IllegalArgumentException if there is none; its message is the trial's reason
     */
    MultiLayerConfiguration network(Request wanted);
  }

  /**
   * Builds a graph of vertices with one input and one output, which is {@link Request#outputLayer}
   * and to which all vertices lead.
   */
  non-sealed interface Graph extends ModelFactory {
    /**
     * The network of a request.
     *
     * @throws IllegalArgumentException if there is none; its message is the trial's reason
     */
    ComputationGraphConfiguration network(Request wanted);
  }

  /** What a network is wanted for. */
  final class Request extends Settings {
    private final InputShape input;
    private final int outputs;
    private final Task task;
    private final OutputLayer outputLayer;

    /**
     * A request.
     *
     * @param settings what the experiment says in its model part, by key
     * @param input the shape of one example, flat or an image
     * @param outputs classes, or numbers to predict
     * @param outputLayer the layer with the experiment's loss
     */
    public Request(
        SortedMap<String, Value> settings,
        InputShape input,
        int outputs,
        Task task,
        OutputLayer outputLayer) {
      super("model", settings);
      this.input = input;
      this.outputs = outputs;
      this.task = task;
      this.outputLayer = outputLayer;
    }

    /** The shape of one example. */
    public InputShape input() {
      return input;
    }

    /** The same for {@code setInputType}: feed-forward, or convolutional of images. */
    public InputType inputType() {
      return input instanceof InputShape.Image image
          ? InputType.convolutional(image.height(), image.width(), image.channels())
          : InputType.feedForward(input.size());
    }

    /** Classes, or numbers to predict. */
    public int outputs() {
      return outputs;
    }

    /** Whether classes or numbers are predicted. */
    public Task task() {
      return task;
    }

    /** The last layer: dense, with as many outputs and the loss that the experiment has. */
    public OutputLayer outputLayer() {
      return (OutputLayer) outputLayer.clone();
    }
  }
}
