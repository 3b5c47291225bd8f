package io.espalier.engine.step;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer, before which images may be flattened to their numbers in a row. */
final class LayerStage implements NodeStage {
  private final Stage stage;
  private final boolean flattens;
  private long[] shape = {};

  LayerStage(Stage stage, boolean flattens) {
    this.stage = stage;
    this.flattens = flattens;
  }

  Stage stage() {
    return stage;
  }

  /** The same layer by another stage. */
  LayerStage by(Stage other) {
    return new LayerStage(other, flattens);
  }

  @Override
  public INDArray forward(List<INDArray> inputs, Recording recording) {
    return stage.forward(taken(inputs.get(0), recording), recording);
  }

  @Override
  public INDArray predict(List<INDArray> inputs, Recording recording) {
    return stage.predict(taken(inputs.get(0), recording), recording);
  }

  private INDArray taken(INDArray inputs, Recording recording) {
    shape = inputs.shape();
    if (!flattens) {
      return inputs;
    }
    long examples = inputs.size(0);
    return recording.view(
        inputs, a -> a.reshape('c', new long[] {examples, a.length() / examples}));
  }

  @Override
  public List<INDArray> backward(INDArray delta, boolean below, Recording recording) {
    INDArray epsilon = stage.backward(delta, below, recording);
    if (!below) {
      return List.of();
    }
    return List.of(flattens ? epsilon.reshape('c', shape) : epsilon);
  }

  @Override
  public boolean takesBlocks() {
    return !flattens && stage.takesBlocks();
  }

  @Override
  public NodeStage blocked() {
    return by(stage.blocked());
  }

  @Override
  public boolean yieldsOutputs() {
    return stage.yieldsOutputs();
  }
}
