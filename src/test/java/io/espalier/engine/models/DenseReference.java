package io.espalier.engine.models;

import io.espalier.data.Graphs;
import io.espalier.engine.GraphSpecs.Sample;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** What a graph network predicts, by loops over full matrices in double precision. */
record DenseReference(ModelSpec model, ComputationGraph network) {
  /** Outputs of graph g, or of all nodes if examples are nodes. */
  double[][] outputs(Sample sample, int g) {
    double[][] propagation = propagation(sample.graphs(), g);
    double[][] h = nodes(sample, g);
    boolean readOut = sample.shape().example() == Example.NODE;
    for (int i = 0; i < model.layers().size(); i++) {
      LayerSpec layer = model.layers().get(i);
      if (layer instanceof LayerSpec.GraphConv convolution) {
        h = linear(product(propagation, h), i, convolution.activation());
      } else if (layer instanceof LayerSpec.Dense dense) {
        h = readOut ? h : readOut(h);
        readOut = true;
        h = linear(h, i, dense.activation());
      }
    }
    int last = model.layers().size();
    if (model.graph().output() instanceof Output.GraphOutput convolution) {
      h = linear(product(propagation, h), last, convolution.activation());
      h = readOut ? h : readOut(h);
    } else {
      h = linear(readOut ? h : readOut(h), last, Activation.IDENTITY);
    }
    return model.loss() == Loss.CROSS_ENTROPY ? softmax(h) : h;
  }

  private double[][] propagation(Graphs graphs, int g) {
    int first = graphs.firstNode()[g];
    int n = graphs.firstNode()[g + 1] - first;
    double[][] a = new double[n][n];
    double[] degrees = new double[n];
    boolean loops = model.graph().propagation() == Propagation.LOOPS;
    for (int v = 0; v < n; v++) {
      a[v][v] = 1;
      degrees[v] = loops ? 1 : 0;
      for (int i = graphs.firstNeighbour()[first + v];
          i < graphs.firstNeighbour()[first + v + 1];
          i++) {
        a[v][graphs.neighbours()[i] - first] = 1;
        degrees[v]++;
      }
    }
    for (int v = 0; v < n; v++) {
      for (int u = 0; u < n; u++) {
        a[v][u] = degrees[v] * degrees[u] == 0 ? 0 : a[v][u] / Math.sqrt(degrees[v] * degrees[u]);
      }
    }
    return a;
  }

  private static double[][] nodes(Sample sample, int g) {
    int first = sample.graphs().firstNode()[g];
    int features = sample.shape().features();
    double[][] nodes = new double[sample.graphs().firstNode()[g + 1] - first][features];
    for (int v = 0; v < nodes.length; v++) {
      for (int i = 0; i < features; i++) {
        nodes[v][i] = sample.nodes()[(first + v) * features + i];
      }
    }
    return nodes;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private double[][] linear(double[][] h, int layer, Activation activation) {
    double[][] weights = network.getParam(layer + "_W").toDoubleMatrix();
    double[] bias = network.getParam(layer + "_b").toDoubleVector();
    double[][] result = product(h, weights);
    for (double[] row : result) {
      for (int j = 0; j < row.length; j++) {
        double x = row[j] + bias[j];
        row[j] =
            switch (activation) {
              case IDENTITY -> x;
              case RELU -> Math.max(0, x);
              case TANH -> Math.tanh(x);
              case SWISH -> x / (1 + Math.exp(-x));
              default -> throw new IllegalArgumentException(activation.name());
            };
      }
    }
    return result;
  }

  private double[][] readOut(double[][] h) {
    double[] result = new double[h[0].length];
    for (int j = 0; j < result.length; j++) {
      double sum = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (double[] row : h) {
        sum += row[j];
        largest = Math.max(largest, row[j]);
      }
      result[j] =
          switch (model.graph().readOut()) {
            case MEAN -> sum / h.length;
            case SUM -> sum;
            case MAX -> largest;
          };
    }
    return new double[][] {result};
  }

  private static double[][] softmax(double[][] h) {
    for (double[] row : h) {
      double total = 0;
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.exp(row[j]);
        total += row[j];
      }
      for (int j = 0; j < row.length; j++) {
        row[j] /= total;
      }
    }
    return h;
  }
}
