package io.espalier.engine.trial;

import io.espalier.engine.models.Networks;
import io.espalier.engine.step.Network;
import io.espalier.engine.step.NetworkNode;
import io.espalier.wire.GradientClip;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The step by DL4J's own updater from the network's flat gradients to its parameters, with what
 * layers ask for besides: their gradients' normalisation and constraints on their parameters.
 */
final class LayerwiseUpdate {
  private final Network network;
  private final INDArray parameters;
  private final INDArray gradients;
  private final Gradient gradient;
  private final BaseMultiLayerUpdater<?> updater;
  private final ArrayClip clip;
  private final LayerWorkspaceMgr arrays =
      LayerWorkspaceMgr.builder().defaultWorkspace("ESPALIER_UPDATE", NetworkPass.ARENA).build();

  LayerwiseUpdate(Network network, GradientClip clip) {
    this.network = network;
    gradient = gradient(network);
    parameters = network.model().params();
    gradients = network.gradients().reshape(parameters.shape());
    updater = network.updater();
    this.clip = new ArrayClip(gradients, updater, clip);
  }

  /** The flat gradients, and the parts of them that the updater is to normalise. */
  private static Gradient gradient(Network network) {
    Gradient gradient = new DefaultGradient(network.gradients());
    for (NetworkNode node : network.nodes()) {
      if (node instanceof NetworkNode.OfLayer one
          && one.layer().conf().getLayer() instanceof BaseLayer layer
          && layer.getGradientNormalization() != GradientNormalization.None) {
        NetworkPass.gradients(node)
            .forEach((key, part) -> gradient.setGradientFor(node.name() + "_" + key, part));
      }
    }
    return gradient;
  }

  /** Updates the weights by gradients that are sums over so many examples. */
  void step(int examples) {
    clip.apply(network.descendsMean() ? examples : 1);
    int iteration = network.iterations();
    updater.update(gradient, iteration, network.epochs(), examples, arrays);
    parameters.subi(gradients);
    network.iterations(iteration + 1);
    network.model().applyConstraints(iteration + 1, network.epochs());
  }

  /** Sets the rate of the steps to come. */
  static void learningRate(Layer[] layers, double rate) {
    for (Layer layer : layers) {
      Networks.trained(layer.conf().getLayer())
          .ifPresent(trained -> trained.getIUpdater().setLrAndSchedule(rate, null));
    }
  }
}
