package io.espalier.engine.trial;

import io.espalier.data.Graphs;
import io.espalier.data.Targets;
import io.espalier.engine.models.GraphInputArrays;
import io.espalier.engine.models.GraphNetworks;
import io.espalier.engine.models.Release;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The summed loss of a network over graphs, trained by {@code ComputationGraph.fit}: on graphs of
 * different sizes, some with a node without neighbours, some without nodes, or on the nodes of one
 * graph.
 */
final class GraphLoss implements CheckedLoss {
  private static final int[] GRAPHS = {5, 1, 0, 4, 2, 0};
  private static final int[] ONE_GRAPH = {8};

  private final ComputationGraph network;
  private final ModelSpec model;
  private final TrainingSpec training;
  private final int examples;
  private final Targets targets;
  private final INDArray[] inputs;
  private final long seed;

  /** With plain descent of rate 1 as the training's updater. */
  GraphLoss(
      ModelSpec model,
      TrainingSpec training,
      InputShape.Graph input,
      int outputs,
      Task task,
      long seed) {
    this.model = model;
    this.training = training;
    this.seed = seed;
    network = GraphNetworks.create(model, training, input, outputs, task, seed, DataType.DOUBLE);
    SplittableRandom random = new SplittableRandom(Seeds.seed(seed, Purpose.DATA));
    boolean whole = input.example() == Example.GRAPH;
    Graphs graphs = RandomGraphs.draw(random, whole ? GRAPHS : ONE_GRAPH);
    examples = whole ? graphs.count() : graphs.nodes();
    targets = CheckedLoss.targets(task, outputs, examples, random, ClassWeights.NONE);
    float[] nodes = new float[graphs.nodes() * input.features()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = (float) (2 * random.nextDouble() - 1);
    }
    inputs = GraphInputArrays.of(nodes, graphs, 0, graphs.count(), input, DataType.DOUBLE);
  }

  @Override
  public ComputationGraph network() {
    return network;
  }

  @Override
  public void step() {
    Nd4j.getRandom().setSeed(seed);
    network.fit(inputs, new INDArray[] {labels()});
  }

  private INDArray labels() {
    Criterion criterion = Criterion.trained(model, targets, training);
    double[][] labels = new double[examples][targets.outputs()];
    for (int i = 0; i < examples; i++) {
      for (int j = 0; j < labels[i].length; j++) {
        labels[i][j] = criterion.target(i, j);
      }
    }
    return Nd4j.createFromArray(labels);
  }

  @Override
  public double loss() {
    Nd4j.getRandom().setSeed(seed);
    double[][] outputs = network.output(true, inputs)[0].toDoubleMatrix();
    double[][] labels = labels().toDoubleMatrix();
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs[i].length; j++) {
        sum += loss(outputs[i][j], labels[i][j], outputs[i].length);
      }
    }
    return sum;
  }

  private double loss(double output, double label, int width) {
    return switch (model.loss()) {
      case CROSS_ENTROPY -> label == 0 ? 0 : -label * StrictMath.log(output);
      case SQUARED_ERROR -> (output - label) * (output - label) / width;
    };
  }

  @Override
  public double l2(String weights) {
    int layer = Integer.parseInt(weights.substring(0, weights.indexOf('_')));
    double own = 0;
    if (layer == model.layers().size()) {
      own = model.graph().output() instanceof Output.GraphOutput output ? output.l2() : 0;
    } else if (model.layers().get(layer) instanceof LayerSpec.GraphConv convolution) {
      own = convolution.l2();
    }
    return training.l2() + own;
  }

  @Override
  public void close() {
    Release.network(network);
  }
}
