package io.espalier.engine.step;

import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The ways forward and back through a network, compiled when a batch size is first seen. Uses the
 * network's own parameters and flat gradients. Not thread-safe.
 */
public final class CompiledPasses implements AutoCloseable {
  private final Network network;
  private final MaskSource masks = new MaskSource();
  private final Map<Long, BatchPlan> plans = new TreeMap<>();

  /**
   * For a network that {@link Compilability} has nothing against.
   *
   * @throws IllegalArgumentException otherwise, naming the layer or vertex
   */
  public CompiledPasses(Model model) {
    Compilability.objection(model)
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException("the network cannot be compiled: " + objection);
            });
    network = Network.of(model);
    network.gradients(); // stages write them
  }

  /** Sets the source of dropout; nothing drawn before has an influence on what comes after. */
  public void reseed(long seed) {
    masks.reseed(seed);
  }

  /**
   * The outputs before the output layer's activation, {@code [batch, outputs]} row by row, valid
   * until the next call for this batch size.
   *
   * @param inputs row by row; the fastest is always the same array
   */
  public INDArray forward(INDArray inputs) {
    BatchPlan plan =
        plans.computeIfAbsent(inputs.size(0), size -> new BatchPlan(network, inputs, masks));
    plan.forward(inputs);
    return plan.outputs();
  }

  /** Where {@link #backward} finds the loss's gradient by the outputs; to be filled before. */
  public INDArray delta(int examples) {
    return plan(examples).delta();
  }

  /** Writes all gradients of the last batch of this size into the network's gradient array. */
  public void backward(int examples) {
    plan(examples).backward();
  }

  private BatchPlan plan(long examples) {
    BatchPlan plan = plans.get(examples);
    if (plan == null) {
      throw new IllegalStateException("no batch of " + examples + " examples has gone forward");
    }
    return plan;
  }

  @Override
  public void close() {
    plans.values().forEach(BatchPlan::close);
    plans.clear();
  }
}
