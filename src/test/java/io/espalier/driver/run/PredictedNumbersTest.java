package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.Answers;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Outcome;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictedNumbersTest {
  private static final ModelSpec LINEAR =
      new ModelSpec(
          Kind.LINEAR, List.of(), Loss.SQUARED_ERROR, WeightInit.of(WeightInit.Scheme.XAVIER));

  @TempDir private java.nio.file.Path folder;

  @Test
  void eachOfSeveralNumbersIsAColumn() throws IOException {
    PreparedData data = named(Examples.numbers(new InputShape.Flat(2)), List.of("x1", "x2"));
    CheckpointRef zip = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    Outcome outcome =
        Segments.run(
            data,
            Segments.segment(
                LINEAR, Specs.training(Specs.adam(), 8), 0, 1, CheckpointRef.NONE, zip));
    DataSource source =
        new DataSource.Playground(
            DataSource.Playground.Pattern.PLANE,
            10,
            0,
            List.of(DataSource.Playground.Input.X1, DataSource.Playground.Input.X2));
    ModelCard.of(
            "pair", 1, outcome, 0, 1, new TreeMap<>(), ModelStore.metrics(outcome), data, source)
        .write(new Path(folder.toString()), new Configuration());
    java.nio.file.Path input = Files.writeString(folder.resolve("new.csv"), "x1,x2\n0.5,1\n2,3\n");

    assertThat(
            Answers.of("predict", folder.toString(), input.toString(), "--format", "csv").lines())
        .hasSize(3)
        .first()
        .isEqualTo("input,prediction_1,prediction_2");
  }

  private static PreparedData named(PreparedData data, List<String> names) {
    Dataset all = data.dataset();
    return new PreparedData(
        new Dataset(all.shape(), all.features(), all.targets(), names, 0),
        data.split(),
        data.normalisation(),
        data.fingerprint());
  }
}
