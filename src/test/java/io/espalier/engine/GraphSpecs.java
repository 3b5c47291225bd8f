package io.espalier.engine;

import io.espalier.data.Graphs;
import io.espalier.engine.models.GraphInputArrays;
import io.espalier.engine.trial.RandomGraphs;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Graph models and graphs that several tests use. */
public final class GraphSpecs {
  public static final Output DENSE = new Output.DenseOutput();

  private GraphSpecs() {}

  public static Output convolution(Activation activation) {
    return new Output.GraphOutput(activation, 0);
  }

  public static LayerSpec graphConv(int units, Activation activation) {
    return new LayerSpec.GraphConv(units, activation, 0);
  }

  public static ModelSpec gcn(GraphSpec graph, Loss loss, LayerSpec... layers) {
    return new ModelSpec(Kind.GCN, List.of(layers), loss, WeightInit.of(Scheme.PYTORCH), graph);
  }

  public static ModelSpec gcn(GraphSpec graph, LayerSpec... layers) {
    return gcn(graph, Loss.CROSS_ENTROPY, layers);
  }

  /** The course notebook's network: softmax of the mean of the rows of ReLU(Ã·H·W). */
  public static ModelSpec notebook() {
    return gcn(
        new GraphSpec(Propagation.NEIGHBOURS, ReadOut.MEAN, convolution(Activation.RELU)),
        graphConv(16, Activation.RELU));
  }

  /** Each way to propagate, read out and put out, with dropout and layers before and after. */
  public static List<ModelSpec> everyOption(Loss loss) {
    List<ModelSpec> models = new ArrayList<>();
    for (Propagation propagation : Propagation.values()) {
      for (ReadOut readOut : ReadOut.values()) {
        for (Output output :
            List.of(DENSE, convolution(Activation.IDENTITY), convolution(Activation.TANH))) {
          GraphSpec graph = new GraphSpec(propagation, readOut, output);
          List<LayerSpec> layers = new ArrayList<>();
          layers.add(graphConv(6, Activation.TANH));
          layers.add(new LayerSpec.Dropout(0.3));
          layers.add(new LayerSpec.GraphConv(5, Activation.SWISH, 0.03));
          if (output == DENSE) {
            layers.add(new LayerSpec.Dense(4, Activation.TANH));
            layers.add(new LayerSpec.Dropout(0.2));
          }
          models.add(gcn(graph, loss, layers.toArray(LayerSpec[]::new)));
        }
      }
    }
    return models;
  }

  /** Graphs and the numbers of their nodes, in [−1, 1]. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Sample(Graphs graphs, float[] nodes, InputShape.Graph shape) {
    /** Draws graphs of these sizes. */
    public static Sample draw(long seed, int features, Example example, int... sizes) {
      SplittableRandom random = new SplittableRandom(seed);
      Graphs graphs = RandomGraphs.draw(random, sizes);
      float[] nodes = new float[graphs.nodes() * features];
      for (int i = 0; i < nodes.length; i++) {
        nodes[i] = (float) (2 * random.nextDouble() - 1);
      }
      return new Sample(graphs, nodes, new InputShape.Graph(features, example));
    }

    /** All graphs as one batch. */
    public INDArray[] inputs(DataType precision) {
      return GraphInputArrays.of(nodes, graphs, 0, graphs.count(), shape, precision);
    }
  }
}
