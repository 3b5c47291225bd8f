package io.espalier.engine.trial;

import static io.espalier.engine.GraphSpecs.DENSE;
import static io.espalier.engine.GraphSpecs.convolution;
import static io.espalier.engine.GraphSpecs.everyOption;
import static io.espalier.engine.GraphSpecs.gcn;
import static io.espalier.engine.GraphSpecs.graphConv;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.GraphSpecs;
import io.espalier.engine.ModelTools;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientCheckGraphTest {
  private static final double TOLERANCE = 1e-6;

  private static double largest(ModelSpec model, Example example, Task task, double l1, double l2) {
    TrainingSpec training =
        new TrainingSpec(new Updater.Sgd(0.1), new LearningRateSchedule.Constant(), 4, 1, l1, l2);
    return ModelTools.gradientCheck(model, training, new InputShape.Graph(4, example), 3, task, 17)
        .largest();
  }

  @ParameterizedTest
  @EnumSource(Example.class)
  void everyOptionHasItsGradientWithPenaltiesAndDropout(Example example) {
    for (ModelSpec model : everyOption(Loss.CROSS_ENTROPY)) {
      assertThat(largest(model, example, Task.CLASSIFICATION, 0.02, 0.1))
          .as("%s", model.graph())
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource(Example.class)
  void squaredErrorHasItsGradientForNumbersAndForClasses(Example example) {
    for (GraphSpec.Output output :
        List.of(DENSE, convolution(Activation.IDENTITY), convolution(Activation.TANH))) {
      ModelSpec model =
          gcn(
              new GraphSpec(Propagation.LOOPS, ReadOut.MEAN, output),
              Loss.SQUARED_ERROR,
              graphConv(6, Activation.TANH));
      assertThat(largest(model, example, Task.REGRESSION, 0, 0))
          .as("%s", model.graph())
          .isLessThan(TOLERANCE);
      assertThat(largest(model, example, Task.CLASSIFICATION, 0, 0))
          .as("%s", model.graph())
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasItsGradient(Activation activation) {
    GraphSpec graph = new GraphSpec(Propagation.LOOPS, ReadOut.MEAN, convolution(activation));
    assertThat(
            largest(gcn(graph, graphConv(6, activation)), Example.GRAPH, Task.CLASSIFICATION, 0, 0))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(Example.class)
  void theNotebooksNetworkAndKipfsHaveTheirGradients(Example example) {
    assertThat(largest(GraphSpecs.notebook(), example, Task.CLASSIFICATION, 0, 0))
        .isLessThan(TOLERANCE);
    ModelSpec kipf =
        gcn(
            new GraphSpec(Propagation.LOOPS, ReadOut.MEAN, DENSE),
            graphConv(16, Activation.RELU),
            graphConv(16, Activation.RELU));
    assertThat(largest(kipf, example, Task.CLASSIFICATION, 0, 5e-4)).isLessThan(TOLERANCE);
  }
}
