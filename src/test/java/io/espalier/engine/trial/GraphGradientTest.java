package io.espalier.engine.trial;

import static io.espalier.engine.trial.GraphModels.DENSE;
import static io.espalier.engine.trial.GraphModels.convolution;
import static io.espalier.engine.trial.GraphModels.model;
import static io.espalier.engine.trial.GraphModels.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.engine.graphs.GraphBatch;
import io.espalier.engine.graphs.GraphBatches;
import io.espalier.engine.graphs.GraphPasses;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a step on graphs are those of DL4J in double precision, up to rounding. */
class GraphGradientTest {
  private static final TrainingSpec TRAINING = Specs.training(Specs.adam(), 8);
  private static final PreparedData GRAPHS = GraphExamples.graphs(6, 1);
  private static final PreparedData SPARSE_GRAPHS = GraphExamples.graphs(60, 0.03);
  private static final PreparedData NODES = GraphExamples.nodes(80, 6, 1);
  private static final PreparedData SPARSE_NODES = GraphExamples.nodes(80, 90, 0.03);
  private static final int[] ROWS = {3, 17, 0, 1, 8, 5, 2};

  /** Rounding of some hundred sums in single precision, relative to the largest gradient. */
  private static final double ROUNDING = 3e-6;

  private static void assertGradients(PreparedData data, ModelSpec model) {
    GraphReference reference = new GraphReference(data, model, TRAINING, 5);
    ComputationGraph network = GraphReference.network(data, model, TRAINING, 5, DataType.FLOAT);
    reference.network().params().assign(network.params().castTo(DataType.DOUBLE));
    GraphBatches batches = new GraphBatches(data, model);
    double loss;
    try (GraphPasses passes = new GraphPasses(network, model, batches)) {
      passes.forward(batches.batch(new int[] {6, 4, 2}, 0, 3), true); // leaves other sizes behind
      loss = gradients(passes, batches, data, model);
    }
    assertThat(loss).isCloseTo(reference.gradients(ROWS), within(1e-5));
    INDArray expected = reference.network().getFlattenedGradients();
    double largest = expected.amaxNumber().doubleValue();
    assertThat(largest).isGreaterThan(1e-3);
    assertThat(Arrays.stream(expected.data().asDouble()).filter(g -> g != 0).count())
        .as("weights with a gradient")
        .isGreaterThan(expected.length() / 5);
    for (long i = 0; i < expected.length(); i++) {
      assertThat(network.getFlattenedGradients().getDouble(i))
          .as("gradient %d of %s", i, model)
          .isCloseTo(expected.getDouble(i), within(ROUNDING * Math.max(1, largest)));
    }
  }

  private static double gradients(
      GraphPasses passes, GraphBatches batches, PreparedData data, ModelSpec model) {
    GraphBatch batch = batches.batch(ROWS, 0, ROWS.length);
    float[] outputs = passes.forward(batch, true).numbers();
    int width = data.dataset().targets().outputs();
    double[] example = new double[width];
    double[] delta = new double[width];
    Criterion criterion = Criterion.of(model.loss(), data.dataset().targets());
    double loss = 0;
    for (int i = 0; i < ROWS.length; i++) {
      int at = batches.outputRow(i, ROWS[i]) * width;
      for (int j = 0; j < width; j++) {
        example[j] = outputs[at + j];
      }
      loss += criterion.loss(example, 0, ROWS[i], delta);
      for (int j = 0; j < width; j++) {
        passes.delta().numbers()[at + j] = (float) (delta[j] / ROWS.length);
      }
    }
    passes.backward(batch);
    return loss / ROWS.length;
  }

  private static ModelSpec spec(Propagation propagation, ReadOut readOut, Output output) {
    return model(new GraphSpec(propagation, readOut, output), convolution(9), convolution(15));
  }

  @Test
  void everyPropagationReadOutAndOutputHasItsGradient() {
    for (Propagation propagation : Propagation.values()) {
      for (ReadOut readOut : ReadOut.values()) {
        for (PreparedData data : new PreparedData[] {GRAPHS, SPARSE_GRAPHS}) {
          assertGradients(data, spec(propagation, readOut, DENSE));
          assertGradients(data, spec(propagation, readOut, output(Activation.RELU)));
          assertGradients(data, spec(propagation, readOut, output(Activation.IDENTITY)));
        }
      }
    }
  }

  @Test
  void nodesHaveTheirGradientWithEveryPropagationAndOutput() {
    for (Propagation propagation : Propagation.values()) {
      for (PreparedData data : new PreparedData[] {NODES, SPARSE_NODES}) {
        assertGradients(data, spec(propagation, ReadOut.MEAN, DENSE));
        assertGradients(data, spec(propagation, ReadOut.MEAN, output(Activation.TANH)));
        assertGradients(data, spec(propagation, ReadOut.MEAN, output(Activation.IDENTITY)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasItsGradient(Activation activation) {
    ModelSpec model =
        model(
            new LayerSpec.GraphConv(12, activation, 0),
            new LayerSpec.GraphConv(8, activation, 0),
            new LayerSpec.Dense(10, activation));
    assertGradients(GRAPHS, model);
    assertGradients(SPARSE_NODES, model);
  }

  @Test
  void squaredErrorHasItsGradient() {
    GraphSpec graph = new GraphSpec(Propagation.LOOPS, ReadOut.SUM, DENSE);
    ModelSpec model = model(Loss.SQUARED_ERROR, graph, convolution(10), Specs.dense(8));
    assertGradients(GraphExamples.withNumbers(GRAPHS), model);
    assertGradients(GraphExamples.withNumbers(NODES), model);
    assertGradients(SPARSE_GRAPHS, model);
  }

  /** Of the rows the first and the third have none. */
  @Test
  void graphsWithoutNodesHaveTheirShareOfTheGradient() {
    for (double density : new double[] {1, 0.03}) {
      PreparedData graphs = GraphExamples.graphsWithoutNodes(density == 1 ? 6 : 60, density);
      assertThat(graphs.dataset().graphs().withoutNodes()).hasSize(10).contains(0, 3);
      for (ReadOut readOut : ReadOut.values()) {
        assertGradients(graphs, spec(Propagation.LOOPS, readOut, DENSE));
        assertGradients(graphs, spec(Propagation.LOOPS, readOut, output(Activation.TANH)));
      }
    }
  }

  /** Inputs that are dropped are not propagated beforehand. */
  @Test
  void layersThatWidenAndNarrowHaveTheirGradientOnInputsThatCouldBeDropped() {
    for (PreparedData data : new PreparedData[] {GRAPHS, NODES, SPARSE_GRAPHS, SPARSE_NODES}) {
      assertGradients(
          data, model(GraphModels.dropout(1e-9), convolution(16), convolution(8), Specs.dense(9)));
      assertGradients(data, model(GraphModels.dropout(1e-9), convolution(4), convolution(4)));
    }
  }
}
