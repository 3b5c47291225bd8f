package io.espalier.engine.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Two sequences of one number: −4 −2 −3 −5 −1, and 3 1 2 of which the rest is not there. */
class StepPoolingTest {
  private static final INDArray SEQUENCES =
      Nd4j.createFromArray(new float[][][] {{{-4, -2, -3, -5, -1}}, {{3, 1, 2, 9, 9}}});
  private static final INDArray THERE =
      Nd4j.createFromArray(new float[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}});

  private static float[] pooled(PoolingType type, int kernel, int stride) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new NoOp())
                .list()
                .layer(new StepPooling(type, kernel, stride))
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(1, 5))
                .build());
    network.init();
    network.setLayerMaskArrays(THERE, null);
    return network.feedForwardToLayer(0, SEQUENCES, false).get(1).dup('c').data().asFloat();
  }

  @Test
  void onlyTheStepsThatThereAreCount() {
    assertThat(pooled(PoolingType.MAX, 2, 2)).containsExactly(-2, -3, -1, 3, 2, 0);
    assertThat(pooled(PoolingType.AVG, 2, 2)).containsExactly(-3, -4, -1, 2, 2, 0);
    assertThat(pooled(PoolingType.SUM, 2, 2)).containsExactly(-6, -8, -1, 4, 2, 0);
  }

  @Test
  void windowsMayOverlapAndLeaveStepsOut() {
    assertThat(pooled(PoolingType.SUM, 3, 2)).containsExactly(-9, -9, -1, 6, 2, 0);
    assertThat(pooled(PoolingType.MAX, 1, 3)).containsExactly(-4, -5, 3, 0);
  }
}
