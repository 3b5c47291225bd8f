package io.espalier.driver.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.Predictions;
import io.espalier.engine.Specs;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionViewTest {
  private static final ModelSpec LINEAR =
      new ModelSpec(
          Kind.LINEAR, List.of(), Loss.SQUARED_ERROR, WeightInit.of(WeightInit.Scheme.XAVIER));

  @TempDir private Path folder;

  @Test
  void eachOfSeveralNumbersIsSeenAsItWasMeasured() throws IOException {
    PreparedData data = Examples.numbers(new InputShape.Flat(6));
    CheckpointRef zip = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    Outcome outcome =
        Segments.run(
            data,
            Segments.segment(
                LINEAR, Specs.training(Specs.adam(), 8), 0, 5, CheckpointRef.NONE, zip));
    Predictions predictions = new RegressionView(data).of(zip.uri());

    assertThat(predictions.curve()).isEmpty();
    assertThat(predictions.points()).hasSize(2 * 44);
    Evaluation test = outcome.test().get(0);
    for (int number = 1; number <= 2; number++) {
      int one = number;
      List<Predictions.Point> points =
          predictions.points().stream()
              .filter(point -> point.part() == Part.TEST && point.number() == one)
              .toList();
      double mean =
          points.stream()
              .mapToDouble(point -> Math.abs(point.prediction() - point.target()))
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(test.metrics().get("mae_" + number), Offset.offset(1e-6));
      Targets.Numbers targets = (Targets.Numbers) data.dataset().targets();
      assertThat(points.get(0).target()).isEqualTo(targets.values()[2 * 35 + number - 1]);
    }
  }
}
