package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The operations of a training step for one batch size, in single precision: each core takes some
 * of the examples and sums gradients of its own.
 */
final class SharedPlan implements StepPlan {
  /** Examples of a share, below which products of them waste a core. */
  private static final int FEWEST_EXAMPLES = 8;

  /** Multiplications of a step, below which shares wait longer for each other than they work. */
  private static final long FEWEST_PRODUCTS = 1 << 21;

  private final Cores cores;
  private final List<BatchPlan> plans = new ArrayList<>();
  private final int examples;
  private final List<DividedDense> divided;
  private final Gradients summed;
  private final INDArray outputs;
  private final INDArray delta;
  private List<INDArray> views;
  private INDArray batch;

  /**
   * A plan with as many shares as there are cores.
   *
   * @param masks a source for each share
   * @param gradients arrays for those of each share, that of the network first
   */
  SharedPlan(
      Network network,
      INDArray batch,
      Cores cores,
      List<MaskSource> masks,
      List<INDArray> gradients) {
    this.cores = cores;
    this.batch = batch;
    examples = Math.toIntExact(batch.size(0));
    views = Cores.views(batch, cores.count());
    BatchShare.Whole whole =
        new BatchShare.Whole(batch, network.model().params(), gradients.get(0));
    List<BatchShare> own = BatchShare.of(cores, whole);
    for (int i = 0; i < cores.count(); i++) {
      network.collectGradients(gradients.get(i));
      MaskSource mask = masks.get(i).of(first(i), first(i + 1) - first(i), examples);
      plans.add(new BatchPlan(network, views.get(i), mask, own.get(i)));
    }
    network.collectGradients(gradients.get(0));
    divided = own.get(0).dense();
    summed = Gradients.of(plans.size(), divided);
    long width = plans.get(0).outputs().size(1);
    outputs = Nd4j.create(DataType.FLOAT, new long[] {examples, width}, 'c');
    delta = Nd4j.create(DataType.FLOAT, new long[] {examples, width}, 'c');
  }

  /**
   * Whether examples of a network can be shared: none has anything to do with others before the
   * loss, as where a batch is normalised. Of sequences, which layers hand on step by step, what is
   * dropped would depend on the number of cores.
   */
  static boolean divides(Network network) {
    List<NetworkNode> nodes = network.nodes();
    boolean sequential = Compilability.isSequential(nodes);
    return !has(nodes, BatchNormalization.class) && !(sequential && has(nodes, DropoutLayer.class));
  }

  private static boolean has(List<NetworkNode> nodes, Class<?> kind) {
    return nodes.stream().anyMatch(node -> is(node, kind));
  }

  private static boolean is(NetworkNode node, Class<?> kind) {
    return node instanceof NetworkNode.OfLayer one
        && kind.isInstance(one.layer().conf().getLayer());
  }

  /** Whether a step of so large a batch takes less time in shares. */
  static boolean pays(Network network, INDArray batch, Cores cores) {
    long examples = batch.size(0);
    return examples >= (long) FEWEST_EXAMPLES * cores.count()
        && (batch.rank() > 2 || examples * network.model().numParams() >= FEWEST_PRODUCTS);
  }

  /** The first example of a share. */
  private int first(int share) {
    return Cores.first(examples, share, cores.count());
  }

  @Override
  public void forward(INDArray inputs) {
    if (inputs != batch) {
      batch = inputs;
      views = Cores.views(inputs, cores.count());
      divided.forEach(layer -> layer.exchange(inputs));
    }
    FloatBuffer target = outputs.data().asNioFloat();
    cores.each(
        plans.size(),
        share -> {
          BatchPlan plan = plans.get(share);
          plan.forward(views.get(share));
          FloatBuffer source = plan.outputs().data().asNioFloat();
          int width = Math.toIntExact(outputs.size(1));
          int numbers = (first(share + 1) - first(share)) * width;
          target.put(first(share) * width, source, 0, numbers);
        });
  }

  @Override
  public void backward() {
    FloatBuffer source = delta.data().asNioFloat();
    cores.each(
        plans.size(),
        share -> {
          BatchPlan plan = plans.get(share);
          int width = Math.toIntExact(delta.size(1));
          int numbers = (first(share + 1) - first(share)) * width;
          plan.delta().data().asNioFloat().put(0, source, first(share) * width, numbers);
          plan.backward();
        });
  }

  @Override
  public Gradients gradients() {
    return summed;
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
    plans.forEach(BatchPlan::close);
    outputs.close();
    delta.close();
  }
}
