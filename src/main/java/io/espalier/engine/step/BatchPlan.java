package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The operations of a training step for one batch size, recorded once. */
final class BatchPlan implements AutoCloseable {
  private final Recording recording;
  private final INDArray outputs;
  private final INDArray delta;
  private final Operation[] forward;
  private final Operation[] backward;
  private INDArray batch;

  BatchPlan(MultiLayerNetwork network, INDArray batch, MaskSource masks) {
    this.batch = batch;
    recording = new Recording(batch);
    Layer[] layers = network.getLayers();
    List<Stage> stages = Stages.of(layers, batch.dataType(), masks);
    List<long[]> shapes = new ArrayList<>();
    INDArray activations = batch;
    for (int i = 0; i < layers.length; i++) {
      shapes.add(activations.shape());
      activations = stages.get(i).forward(taken(network, i, activations, recording), recording);
    }
    outputs = activations;
    forward = recording.take().toArray(Operation[]::new);
    delta = recording.array(outputs.shape());
    recordBackward(layers, stages, shapes);
    backward = recording.take().toArray(Operation[]::new);
  }

  /** What a layer takes: where the network flattens images before it, their numbers in a row. */
  static INDArray taken(
      MultiLayerNetwork network, int layer, INDArray activations, Recording recording) {
    if (!(network.getLayerWiseConfigurations().getInputPreProcess(layer)
        instanceof CnnToFeedForwardPreProcessor)) {
      return activations;
    }
    long examples = activations.size(0);
    return recording.view(
        activations, a -> a.reshape('c', new long[] {examples, a.length() / examples}));
  }

  private void recordBackward(Layer[] layers, List<Stage> stages, List<long[]> shapes) {
    int firstTrained = 0;
    while (layers[firstTrained].numParams() == 0) {
      firstTrained++;
    }
    INDArray epsilon = delta;
    for (int i = layers.length - 1; i >= firstTrained; i--) {
      epsilon = stages.get(i).backward(epsilon, i > firstTrained, recording);
      if (i > firstTrained) {
        epsilon = epsilon.reshape('c', shapes.get(i));
      }
    }
  }

  void forward(INDArray inputs) {
    if (inputs != batch) {
      recording.exchangeBatch(inputs);
      batch = inputs;
    }
    run(forward);
  }

  void backward() {
    run(backward);
  }

  private static void run(Operation[] operations) {
    for (Operation operation : operations) {
      operation.run();
    }
  }

  /** The operations of a whole step, in order. */
  List<Operation> operations() {
    return Stream.of(forward, backward).flatMap(Stream::of).toList();
  }

  INDArray outputs() {
    return outputs;
  }

  INDArray delta() {
    return delta;
  }

  @Override
  public void close() {
    recording.close();
  }
}
