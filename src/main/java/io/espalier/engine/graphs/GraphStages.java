package io.espalier.engine.graphs;

import io.espalier.engine.step.MaskSource;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The stages of a model over a DL4J network's weights, in order. */
final class GraphStages {
  private final ComputationGraph network;
  private final ModelSpec model;
  private final NodeFeatures features;
  private final MaskSource masks;
  private final Products products;
  private final List<GraphStage> stages = new ArrayList<>();
  private final List<Weights> weights = new ArrayList<>();
  private final List<Double> inputKeeps = new ArrayList<>();
  private boolean toReadOut;
  private int firstTrained;

  /** For the inputs of these batches. */
  GraphStages(
      ComputationGraph network,
      ModelSpec model,
      GraphBatches batches,
      MaskSource masks,
      Products products) {
    this.network = network;
    this.model = model;
    this.masks = masks;
    this.products = products;
    features = batches.features();
    toReadOut = !batches.nodeExamples();
    for (int i = 0; i < model.layers().size(); i++) {
      hidden(Integer.toString(i), model.layers().get(i));
    }
    output(Integer.toString(model.layers().size()));
  }

  private void hidden(String name, LayerSpec layer) {
    if (layer instanceof LayerSpec.Dropout dropout) {
      if (dropout.rate() > 0) {
        dropout(1 - dropout.rate());
      }
    } else if (layer instanceof LayerSpec.GraphConv convolution) {
      convolution(name, convolution.activation());
    } else if (layer instanceof LayerSpec.Dense dense) {
      readOut();
      stages.add(new GraphDenseStage(weights(name), products));
      activation(dense.activation());
    } else {
      throw new IllegalArgumentException("a gcn model has no layer " + layer);
    }
  }

  private void output(String name) {
    if (model.graph().output() instanceof Output.GraphOutput output) {
      convolution(name, output.activation());
      readOut();
    } else {
      readOut();
      stages.add(new GraphDenseStage(weights(name), products));
    }
  }

  private void dropout(double keep) {
    if (weights.isEmpty() && features instanceof NodeFeatures.Sparse) {
      inputKeeps.add(keep);
    } else {
      stages.add(new GraphDropoutStage(keep, masks));
    }
  }

  private void convolution(String name, Activation activation) {
    boolean first = weights.isEmpty();
    Weights ofLayer = weights(name);
    if (first && features instanceof NodeFeatures.Sparse) {
      double[] keeps = inputKeeps.stream().mapToDouble(Double::doubleValue).toArray();
      stages.add(new SparseInputStage(ofLayer, keeps, masks));
    } else if (first && ((NodeFeatures.Dense) features).propagated()) {
      stages.add(new GraphDenseStage(ofLayer, products));
    } else {
      stages.add(new PropagationStage(ofLayer, products));
    }
    activation(activation);
  }

  private void activation(Activation activation) {
    if (activation != Activation.IDENTITY) {
      stages.add(new GraphActivationStage(activation));
    }
  }

  private void readOut() {
    if (toReadOut) {
      stages.add(new ReadOutStage(model.graph().readOut()));
      toReadOut = false;
    }
  }

  private Weights weights(String name) {
    if (weights.isEmpty()) {
      firstTrained = stages.size();
    }
    Weights ofLayer = new Weights(network, name);
    weights.add(ofLayer);
    return ofLayer;
  }

  GraphStage[] inOrder() {
    return stages.toArray(GraphStage[]::new);
  }

  List<Weights> weights() {
    return weights;
  }

  /** The index of the first stage with weights; the gradient by its inputs is never wanted. */
  int firstTrained() {
    return firstTrained;
  }
}
