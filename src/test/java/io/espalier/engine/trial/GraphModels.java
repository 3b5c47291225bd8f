package io.espalier.engine.trial;

import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;

/** Graph-convolution models. */
public final class GraphModels {
  public static final Output DENSE = new Output.DenseOutput();

  private GraphModels() {}

  public static LayerSpec convolution(int units) {
    return new LayerSpec.GraphConv(units, Activation.RELU, 0);
  }

  public static LayerSpec dropout(double rate) {
    return new LayerSpec.Dropout(rate);
  }

  public static Output output(Activation activation) {
    return new Output.GraphOutput(activation, 0);
  }

  public static ModelSpec model(LayerSpec... layers) {
    return model(new GraphSpec(Propagation.LOOPS, ReadOut.MEAN, DENSE), layers);
  }

  public static ModelSpec model(GraphSpec graph, LayerSpec... layers) {
    return model(Loss.CROSS_ENTROPY, graph, layers);
  }

  public static ModelSpec model(Loss loss, GraphSpec graph, LayerSpec... layers) {
    return new ModelSpec(Kind.GCN, List.of(layers), loss, WeightInit.of(Scheme.PYTORCH), graph);
  }
}
