package io.espalier.engine.trial;

import io.espalier.engine.models.Networks;
import io.espalier.wire.GradientClip;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The step by DL4J's own updater from the network's flat gradients to its parameters. */
final class LayerwiseUpdate {
  private final MultiLayerNetwork network;
  private final INDArray parameters;
  private final INDArray gradients;
  private final Gradient gradient;
  private final BaseMultiLayerUpdater<?> updater;
  private final ArrayClip clip;
  private final LayerWorkspaceMgr arrays =
      LayerWorkspaceMgr.builder().defaultWorkspace("ESPALIER_UPDATE", NetworkPass.ARENA).build();

  LayerwiseUpdate(MultiLayerNetwork network, GradientClip clip) {
    this.network = network;
    gradient = new DefaultGradient(network.getFlattenedGradients());
    parameters = network.params();
    gradients = network.getFlattenedGradients().reshape(parameters.shape());
    updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
    this.clip = new ArrayClip(gradients, updater, clip);
  }

  /** Updates the weights by gradients that are sums over so many examples. */
  void step(int examples) {
    boolean divided = network.getLayerWiseConfigurations().getConf(0).isMiniBatch();
    clip.apply(divided ? examples : 1);
    int iteration = network.getIterationCount();
    updater.update(gradient, iteration, network.getEpochCount(), examples, arrays);
    parameters.subi(gradients);
    network.setIterationCount(iteration + 1);
  }

  /** Sets the rate of the steps to come. */
  static void learningRate(Layer[] layers, double rate) {
    for (Layer layer : layers) {
      Networks.trained(layer.conf().getLayer())
          .ifPresent(trained -> trained.getIUpdater().setLrAndSchedule(rate, null));
    }
  }
}
