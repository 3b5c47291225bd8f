package io.espalier.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.layers.HeavyBall;
import io.espalier.engine.layers.ReadOut;
import io.espalier.wire.CheckpointRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Models saved when our layers were in a package of another name. */
class FormerModelsTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/espalier/former");

  private static CheckpointRef model(String name) {
    return new CheckpointRef(FOLDER.resolve(name).resolve("model.zip").toString());
  }

  @Test
  void aFormerUpdaterGoesOnTraining() throws IOException {
    byte[] before = Files.readAllBytes(Path.of(model("heavy-ball").uri()));
    MultiLayerNetwork network = ModelFiles.load(model("heavy-ball"));
    BaseLayer layer = (BaseLayer) network.getLayer(0).conf().getLayer();
    assertThat(layer.getIUpdater()).isEqualTo(new HeavyBall(0.01, 0.9));
    INDArray weights = network.params().dup();
    assertThat(network.updaterState().maxNumber().doubleValue()).isNotZero();
    INDArray inputs = Nd4j.createFromArray(new float[][] {{0.5f, -1}, {4, 3}, {-2, 2.5f}});
    assertThat(network.output(inputs).getColumn(1).toFloatVector())
        .as("what the version that saved it predicts")
        .containsExactly(new float[] {0.83657724f, 0.017742874f, 0.40117577f}, within(1e-6f));
    network.fit(new DataSet(Nd4j.ones(1, 2), Nd4j.createFromArray(new float[][] {{0, 1}})));
    assertThat(network.params()).isNotEqualTo(weights);
    assertThat(Files.readAllBytes(Path.of(model("heavy-ball").uri()))).isEqualTo(before);
    network.close();
  }

  @Test
  void formerGraphVerticesAreRead() throws IOException {
    ComputationGraph network = ModelFiles.loadGraph(model("graphs-gcn"));
    assertThat(network.numParams()).isEqualTo(643);
    assertThat(network.getConfiguration().getVertices().get(GraphNetworks.READ_OUT))
        .isInstanceOf(ReadOut.class);
    network.close();
  }
}
