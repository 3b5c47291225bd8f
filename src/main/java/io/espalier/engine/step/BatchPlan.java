package io.espalier.engine.step;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan whose operations run one after the other, on the calling thread. */
final class BatchPlan implements StepPlan {
  private final Recording recording;
  private final INDArray outputs;
  private final INDArray delta;
  private final Operation[] forward;
  private final Operation[] backward;
  private final Gradients gradients;
  private INDArray batch;

  BatchPlan(Network network, INDArray batch, MaskSource masks) {
    this(network, batch, masks, BatchShare.alone());
  }

  /** For a share of a batch. */
  BatchPlan(Network network, INDArray batch, MaskSource masks, BatchShare share) {
    this.batch = batch;
    recording = new Recording(batch, share);
    NodeStages stages = new NodeStages(network, batch, masks);
    outputs = stages.forward(batch, recording);
    forward = recording.take().toArray(Operation[]::new);
    delta = recording.array(outputs.shape());
    stages.backward(delta, recording);
    backward = recording.take().toArray(Operation[]::new);
    gradients = recording.gradients();
  }

  @Override
  public void forward(INDArray inputs) {
    if (inputs != batch) {
      recording.exchangeBatch(inputs);
      batch = inputs;
    }
    run(forward);
  }

  @Override
  public void backward() {
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

  @Override
  public Gradients gradients() {
    return gradients;
  }

  @Override
  public INDArray outputs() {
    return outputs;
  }

  @Override
  public INDArray delta() {
    return delta;
  }

  @Override
  public void close() {
    recording.close();
  }
}
