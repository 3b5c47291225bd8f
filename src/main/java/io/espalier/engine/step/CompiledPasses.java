package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ways forward and back through a network, compiled when a batch size is first seen. Uses the
 * network's own parameters and flat gradients. Not thread-safe.
 */
public final class CompiledPasses implements AutoCloseable {
  private final Network network;
  private final Cores cores;
  private final List<MaskSource> masks = new ArrayList<>();
  private final List<INDArray> gradients = new ArrayList<>();
  private final Map<Long, StepPlan> plans = new TreeMap<>();

  /** On one core. */
  public CompiledPasses(Model model) {
    this(model, Cores.of(1));
  }

  /**
   * For a network that {@link Compilability} has nothing against.
   *
   * @param cores to share a batch's examples where that pays; stay the caller's
   * @throws IllegalArgumentException otherwise, naming the layer or vertex
   */
  public CompiledPasses(Model model, Cores cores) {
    Compilability.objection(model)
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException("the network cannot be compiled: " + objection);
            });
    network = Network.of(model);
    this.cores = cores;
    gradients.add(network.gradients());
    masks.add(new MaskSource());
    if (SharedPlan.divides(network)) {
      for (int i = 1; i < cores.count(); i++) {
        gradients.add(Nd4j.create(DataType.FLOAT, gradients.get(0).shape(), 'c'));
        masks.add(new MaskSource());
      }
    }
  }

  /** Sets the source of dropout; nothing drawn before has an influence on what comes after. */
  public void reseed(long seed) {
    masks.forEach(source -> source.reseed(seed));
  }

  /** Arrays for the gradients of all parameters, the network's own first. */
  public List<INDArray> gradients() {
    return List.copyOf(gradients);
  }

  /**
   * The outputs before the output layer's activation, {@code [batch, outputs]} row by row, valid
   * until the next call for this batch size.
   *
   * @param inputs row by row; the fastest is always the same array
   */
  public INDArray forward(INDArray inputs) {
    StepPlan plan = plans.computeIfAbsent(inputs.size(0), size -> record(inputs));
    plan.forward(inputs);
    return plan.outputs();
  }

  private StepPlan record(INDArray inputs) {
    return gradients.size() > 1 && SharedPlan.pays(network, inputs, cores)
        ? new SharedPlan(network, inputs, cores, masks, gradients)
        : new BatchPlan(network, inputs, masks.get(0));
  }

  /** Where {@link #backward} finds the loss's gradient by the outputs; to be filled before. */
  public INDArray delta(int examples) {
    return plan(examples).delta();
  }

  /**
   * Computes the gradients of the last batch of this size.
   *
   * @return where they are, valid until this batch size is passed again
   */
  public Gradients backward(int examples) {
    StepPlan plan = plan(examples);
    plan.backward();
    return plan.gradients();
  }

  private StepPlan plan(long examples) {
    StepPlan plan = plans.get(examples);
    if (plan == null) {
      throw new IllegalStateException("no batch of " + examples + " examples has gone forward");
    }
    return plan;
  }

  @Override
  public void close() {
    plans.values().forEach(StepPlan::close);
    plans.clear();
    gradients.stream().skip(1).forEach(INDArray::close);
    gradients.subList(1, gradients.size()).clear();
  }
}
