package io.espalier.engine.trial;

import static io.espalier.engine.trial.GraphModels.convolution;
import static io.espalier.engine.trial.GraphModels.dropout;
import static io.espalier.engine.trial.GraphModels.model;
import static io.espalier.engine.trial.GraphModels.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.engine.graphs.GraphBatches;
import io.espalier.engine.graphs.GraphPasses;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.step.Compilability;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Many steps on graphs: against DL4J, against themselves, and what they leave behind. */
class GraphStepTest {
  private static final PreparedData GRAPHS = GraphExamples.graphs(6, 1);
  private static final PreparedData NODES = GraphExamples.nodes(80, 90, 0.03);
  private static final ModelSpec MODEL =
      model(new LayerSpec.GraphConv(12, Activation.TANH, 0.01), convolution(5), Specs.dense(4));
  private static final ModelSpec DROPPING =
      model(dropout(0.3), convolution(24), dropout(0.5), convolution(16), Specs.dense(12));

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  private static TrainingSpec training(Updater updater) {
    return new TrainingSpec(updater, new LearningRateSchedule.Constant(), 8, 5, 1e-4, 1e-3);
  }

  private static Stream<Updater> updaters() {
    return Stream.of(
        new Updater.Sgd(0.1),
        new Updater.Momentum(0.05, 0.9),
        new Updater.Nesterov(0.05, 0.9),
        new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
        new Updater.AdamW(0.01, 0.9, 0.999, 1e-8, 0.1),
        new Updater.AdaGrad(0.01, 1e-6),
        new Updater.RmsProp(0.005, 0.9, 1e-6),
        new Updater.AdaMax(0.003, 0.9, 0.999));
  }

  private static Trainee trainee(PreparedData data, ModelSpec model, TrainingSpec training)
      throws IOException {
    return Trainee.of(Segments.plan(data), data, Segments.segment(model, training, 5));
  }

  @Test
  void graphsDoNotTrainBesideTheCpu() {
    assertThatThrownBy(
            () -> GraphTrainee.requireCpu(Compilability.backendObjection("JCublasBackend")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graph networks train on the CPU, by espalier.jar: compiled steps are made for the"
                + " CPU, and the backend is JCublasBackend");
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void fiftyStepsHaveTheLossesOfDeeplearning4j(Updater updater) throws IOException {
    for (PreparedData data : new PreparedData[] {GRAPHS, NODES}) {
      GraphReference reference = new GraphReference(data, MODEL, training(updater), 99);
      try (Trainee trainee = trainee(data, MODEL, training(updater))) {
        trainee.beginEpoch(0, updater.learningRate(), 1);
        for (int step = 0; step < 50; step++) {
          int[] rows = rows(step);
          double expected = reference.step(rows);
          assertThat(trainee.step(rows, 0, rows.length).lossSum() / rows.length)
              .as("loss of step %d", step)
              .isCloseTo(expected, within(1e-4 * expected));
        }
      }
    }
  }

  private static int[] rows(int step) {
    int examples = step % 3 == 2 ? 3 : 8;
    return IntStream.range(0, examples).map(i -> (7 * i + step) % 20).toArray();
  }

  private static float[] trained(PreparedData data, long seed) throws IOException {
    try (Trainee trainee = trainee(data, DROPPING, training(Specs.adam()))) {
      trainee.beginEpoch(0, 0.01, seed);
      float[] losses = new float[40];
      for (int step = 0; step < losses.length; step++) {
        int[] rows = rows(step);
        losses[step] = (float) trainee.step(rows, 0, rows.length).lossSum();
      }
      return losses;
    }
  }

  @Test
  void theSeedDecidesEveryBit() throws IOException {
    for (PreparedData data : new PreparedData[] {GRAPHS, NODES}) {
      float[] once = trained(data, 1);
      assertThat(trained(data, 1)).isEqualTo(once);
      assertThat(trained(data, 2)).isNotEqualTo(once);
    }
  }

  @Test
  void aBatchOfGraphsIsTheGraphsOneByOne() {
    for (ReadOut readOut : ReadOut.values()) {
      GraphSpec graph = new GraphSpec(Propagation.LOOPS, readOut, GraphModels.DENSE);
      ModelSpec model = model(graph, convolution(8), convolution(5), Specs.dense(4));
      ComputationGraph network = network(GRAPHS, model);
      GraphBatches batches = new GraphBatches(GRAPHS, model);
      int[] all = IntStream.range(0, 30).toArray();
      try (GraphPasses passes = new GraphPasses(network, model, batches)) {
        float[] together =
            Arrays.copyOf(passes.forward(batches.batch(all, 0, 30), false).numbers(), 90);
        INDArray gradients = network.getFlattenedGradients();
        Arrays.fill(passes.delta().numbers(), 1);
        passes.backward(batches.batch(all, 0, 30));
        INDArray expected = gradients.dup();
        INDArray sum = gradients.like();
        for (int g = 0; g < 30; g++) {
          float[] alone = passes.forward(batches.batch(all, g, 1), false).numbers();
          for (int j = 0; j < 3; j++) {
            assertThat(alone[j]).isCloseTo(together[3 * g + j], within(1e-6f));
          }
          Arrays.fill(passes.delta().numbers(), 1);
          passes.backward(batches.batch(all, g, 1));
          sum.addi(gradients);
        }
        assertThat(sum.distance2(expected) / expected.norm2Number().doubleValue()).isLessThan(1e-6);
      }
    }
  }

  private static ComputationGraph network(PreparedData data, ModelSpec model) {
    return GraphReference.network(data, model, training(Specs.adam()), 3, DataType.FLOAT);
  }

  @Test
  void aStepWithoutAFiniteLossLeavesTheWeightsAlone() throws IOException {
    ModelSpec model = model(new LayerSpec.GraphConv(8, Activation.IDENTITY, 0));
    CheckpointRef broken = new CheckpointRef(folder.resolve("broken.zip").toUri().toString());
    ComputationGraph network = network(GRAPHS, model);
    network.getParam("0_W").assign(1e30);
    network.getParam("1_W").assign(1e30);
    ModelFiles.save(network, broken);
    TrainingSpec training = training(Specs.adam());
    Segment segment = Segments.segment(model, training, 1, 2, broken, broken);
    try (Trainee trainee = Trainee.of(Segments.plan(GRAPHS), GRAPHS, segment)) {
      trainee.beginEpoch(1, 0.01, 1);
      assertThat(trainee.step(rows(0), 0, 8).lossSum()).isNaN();
      trainee.save(broken);
    }
    assertThat(ModelFiles.loadGraph(broken).params()).isEqualTo(network.params());
  }

  /**
   * The heap that a thread has allocated is counted to the byte; native memory for the whole
   * process, of which a collection may give back meanwhile what others left: the largest growth of
   * several windows tells.
   */
  @Test
  void aStepAllocatesNothingOnceBuffersHaveGrown() throws IOException {
    for (PreparedData data : new PreparedData[] {GRAPHS, NODES}) {
      try (Trainee trainee = trainee(data, DROPPING, training(new Updater.Momentum(0.01, 0.9)))) {
        trainee.beginEpoch(0, 0.01, 1);
        List<int[]> rows = IntStream.range(0, 50).mapToObj(GraphStepTest::rows).toList();
        steps(trainee, rows, 2_000);
        long largestGrowth = Long.MIN_VALUE;
        for (int window = 0; window < 4; window++) {
          long nativeBefore = Pointer.totalBytes();
          long before = THREADS.getCurrentThreadAllocatedBytes();
          steps(trainee, rows, 500);
          assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / 500)
              .as("bytes on the heap")
              .isLessThan(512);
          largestGrowth = Math.max(largestGrowth, Pointer.totalBytes() - nativeBefore);
        }
        assertThat(largestGrowth).as("native bytes").isZero();
      }
    }
  }

  private static void steps(Trainee trainee, List<int[]> rows, int times) {
    for (int step = 0; step < times; step++) {
      int[] batch = rows.get(step % rows.size());
      trainee.step(batch, 0, batch.length);
    }
  }

  /** A dense matrix over these nodes would have 40 GB. */
  @Test
  void aHundredThousandNodesTrainInLittleTimeAndMemory() throws IOException {
    PreparedData data = GraphExamples.nodes(100_000, 32, 1, 5);
    ModelSpec model =
        model(
            new GraphSpec(Propagation.LOOPS, ReadOut.MEAN, output(Activation.IDENTITY)),
            convolution(16));
    try (Trainee trainee = trainee(data, model, training(Specs.adam()))) {
      trainee.beginEpoch(0, 0.01, 1);
      int[] rows = data.split().train();
      trainee.step(rows, 0, rows.length);
      long start = THREADS.getCurrentThreadCpuTime();
      trainee.step(rows, 0, rows.length);
      assertThat((THREADS.getCurrentThreadCpuTime() - start) / 1e9)
          .as("seconds of a step")
          .isLessThan(3);
    }
  }
}
