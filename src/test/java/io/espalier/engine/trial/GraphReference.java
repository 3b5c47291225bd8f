package io.espalier.engine.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Graphs;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.GraphNetworks;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own forward, backward and update of a graph network, in double precision. */
final class GraphReference {
  private final ComputationGraph network;
  private final PreparedData data;
  private final boolean nodes;
  private final boolean crossEntropy;

  GraphReference(PreparedData data, ModelSpec model, TrainingSpec training, long seed) {
    this.data = data;
    crossEntropy = model.loss() == Loss.CROSS_ENTROPY;
    network = network(data, model, training, seed, DataType.DOUBLE);
    nodes = ((InputShape.Graph) data.dataset().shape()).example() == Example.NODE;
  }

  static ComputationGraph network(
      PreparedData data, ModelSpec model, TrainingSpec training, long seed, DataType type) {
    Dataset dataset = data.dataset();
    return GraphNetworks.create(
        model,
        training,
        (InputShape.Graph) dataset.shape(),
        dataset.targets().outputs(),
        dataset.targets().task(),
        seed,
        type);
  }

  ComputationGraph network() {
    return network;
  }

  /** Computes the gradients of the examples' mean loss; returns that loss. */
  double gradients(int[] rows) {
    Dataset dataset = data.dataset();
    int[] examples = nodes ? new int[] {0} : rows;
    List<INDArray> inputs = inputs(dataset, examples);
    int outputRows = nodes ? dataset.examples() : rows.length;
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, outputRows, dataset.targets().outputs());
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, outputRows, 1);
    for (int i = 0; i < rows.length; i++) {
      int at = nodes ? rows[i] : i;
      mask.putScalar(at, 0, 1);
      for (int j = 0; j < dataset.targets().outputs(); j++) {
        labels.putScalar(at, j, target(dataset.targets(), rows[i], j));
      }
    }
    network.setInputs(inputs.toArray(INDArray[]::new));
    network.setLabels(labels);
    if (nodes) {
      network.setLayerMaskArrays(null, new INDArray[] {mask});
    }
    network.computeGradientAndScore();
    network.getFlattenedGradients().divi(rows.length);
    return loss(network.outputSingle(inputs.toArray(INDArray[]::new)), rows) / rows.length;
  }

  /** DL4J divides its score by the outputs' rows for some layers and not for others. */
  private double loss(INDArray predictions, int[] rows) {
    Targets targets = data.dataset().targets();
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      int at = nodes ? rows[i] : i;
      for (int j = 0; j < targets.outputs(); j++) {
        double truth = target(targets, rows[i], j);
        double predicted = predictions.getDouble(at, j);
        sum +=
            crossEntropy
                ? -truth * Math.log(predicted)
                : (predicted - truth) * (predicted - truth) / targets.outputs();
      }
    }
    return sum;
  }

  /** Takes a step as {@code ComputationGraph.fit} would, on the mean loss. */
  double step(int[] rows) {
    double loss = gradients(rows);
    INDArray gradients = network.getFlattenedGradients();
    int iteration = network.getIterationCount();
    network
        .getUpdater()
        .update(
            new DefaultGradient(gradients),
            iteration,
            network.getEpochCount(),
            1,
            LayerWorkspaceMgr.noWorkspaces());
    network.params().subi(gradients.reshape(network.params().shape()));
    network.getConfiguration().setIterationCount(iteration + 1);
    return loss;
  }

  private static double target(Targets targets, int row, int output) {
    return targets instanceof Targets.Numbers numbers
        ? numbers.values()[row * numbers.width() + output]
        : ((Targets.Classes) targets).labels()[row] == output ? 1 : 0;
  }

  /** Nodes, edges and, of graphs, the number of each node's graph. */
  private List<INDArray> inputs(Dataset dataset, int[] examples) {
    Graphs graphs = dataset.graphs();
    int width = dataset.shape().size();
    List<double[]> nodeRows = new ArrayList<>();
    List<Integer> one = new ArrayList<>();
    List<Integer> other = new ArrayList<>();
    List<Integer> graphOf = new ArrayList<>();
    for (int e = 0; e < examples.length; e++) {
      int first = graphs.firstNode()[examples[e]];
      int shift = nodeRows.size() - first;
      for (int node = first; node < graphs.firstNode()[examples[e] + 1]; node++) {
        float[] numbers = new float[width];
        dataset.features().copy(node * width, numbers, 0, width);
        double[] wide = new double[width];
        for (int j = 0; j < width; j++) {
          wide[j] = numbers[j];
        }
        nodeRows.add(wide);
        graphOf.add(e);
        for (int at = graphs.firstNeighbour()[node]; at < graphs.firstNeighbour()[node + 1]; at++) {
          if (graphs.neighbours()[at] > node) {
            one.add(node + shift);
            other.add(graphs.neighbours()[at] + shift);
          }
        }
      }
    }
    List<INDArray> inputs = new ArrayList<>();
    inputs.add(Nd4j.create(nodeRows.toArray(double[][]::new)));
    inputs.add(
        one.isEmpty()
            ? Nd4j.create(DataType.INT32, 2, 0)
            : Nd4j.createFromArray(new int[][] {integers(one), integers(other)}));
    if (!nodes) {
      graphOf.add(examples.length);
      inputs.add(Nd4j.createFromArray(integers(graphOf)));
    }
    return inputs;
  }

  private static int[] integers(List<Integer> list) {
    return list.stream().mapToInt(i -> i).toArray();
  }
}
