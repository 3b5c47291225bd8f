package io.espalier.driver.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.PreparedData;
import io.espalier.driver.report.Confidence;
import io.espalier.driver.report.Judged;
import io.espalier.driver.report.Miss;
import io.espalier.engine.Specs;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbabilityViewTest {
  @TempDir private Path folder;

  @Test
  void theFiguresAreThoseOfTheTestPart() throws IOException {
    PreparedData data = Examples.classes(new InputShape.Flat(6));
    CheckpointRef zip = zip();
    Evaluation test = train(data, Specs.mlp(Specs.dense(5)), zip);
    Judged judged = ProbabilityView.of(zip.uri(), data).orElseThrow();

    List<Confidence.Bin> bins = judged.calibration().bins();
    assertThat(bins.stream().mapToInt(Confidence.Bin::examples).sum()).isEqualTo(9);
    assertThat(bins)
        .allMatch(bin -> bin.confidence() >= bin.from() && bin.confidence() < bin.from() + 0.1);
    double right = bins.stream().mapToDouble(bin -> bin.accuracy() * bin.examples()).sum();
    assertThat(right / 9).isCloseTo(test.metrics().get("accuracy"), Offset.offset(1e-9));

    assertThat(judged.worst()).hasSize(9);
    assertThat(judged.worst()).extracting(Miss::likelihood).isSorted();
    assertThat(judged.worst().stream().mapToDouble(miss -> -Math.log(miss.likelihood())).sum() / 9)
        .as("all of the few are among the worst, so their loss is that of the part")
        .isCloseTo(test.metrics().get("loss"), Offset.offset(1e-5));
    assertThat(judged.worst())
        .allMatch(miss -> miss.confidence() >= miss.likelihood())
        .allMatch(
            miss ->
                "abc".charAt((35 + miss.example().index()) % 3)
                    == miss.example().truth().charAt(0));
    Miss worst = judged.worst().get(0);
    float[] input = new float[6];
    data.dataset().features().copy((35 + worst.example().index()) * 6, input, 0, 6);
    assertThat(worst.inputs()).hasSize(6);
    assertThat(worst.inputs().get(5).text()).isEqualTo(Float.toString(input[5]));
  }

  @Test
  void outputsThatAreNoSharesAreNotJudged() throws IOException {
    PreparedData classes = Examples.classes(new InputShape.Flat(6));
    ModelSpec squares =
        new ModelSpec(
            Kind.MLP,
            List.of(Specs.dense(5)),
            Loss.SQUARED_ERROR,
            WeightInit.of(WeightInit.Scheme.XAVIER));
    CheckpointRef zip = zip();
    train(classes, squares, zip);
    assertThat(ProbabilityView.of(zip.uri(), classes)).isEmpty();
    assertThat(ProbabilityView.of("not asked", Examples.numbers(new InputShape.Flat(6))))
        .isEqualTo(Optional.empty());
  }

  private CheckpointRef zip() {
    return new CheckpointRef(folder.resolve("model.zip").toUri().toString());
  }

  private static Evaluation train(PreparedData data, ModelSpec model, CheckpointRef zip) {
    return Segments.run(
            data,
            Segments.segment(model, Specs.training(Specs.adam(), 8), 0, 5, CheckpointRef.NONE, zip))
        .test()
        .get(0);
  }
}
