package io.espalier.engine;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelToolsTest {
  @TempDir private Path folder;

  @Test
  void theMnistConvNetHasThePublishedNumberOfParameters() {
    ModelSpec model =
        cnn(
            conv(32, 5, 1, 2),
            pool(Pooling.MAX, 2, 2, 0),
            conv(64, 5, 1, 2),
            pool(Pooling.MAX, 2, 2, 0),
            dense(1000));
    assertThat(count(model, new InputShape.Image(1, 28, 28))).isEqualTo(3_199_106);
  }

  @Test
  void runningStatisticsAreNoParameters() {
    InputShape shape = new InputShape.Flat(5);
    assertThat(count(mlp(dense(4), new LayerSpec.BatchNorm(0.9, 1e-5)), shape))
        .isEqualTo(5 * 4 + 4 + 2 * 4 + 4 * 10 + 10);
  }

  private static long count(ModelSpec model, InputShape shape) {
    return ModelTools.parameterCount(
        model, Specs.training(Specs.adam(), 32), shape, 10, Task.CLASSIFICATION);
  }

  @Test
  void aSavedModelPredictsWhatItWasMeasuredWith() throws IOException {
    InputShape shape = new InputShape.Image(2, 6, 6);
    PreparedData data = Examples.classes(shape);
    CheckpointRef model = new CheckpointRef(folder.resolve("best.zip").toString());
    Outcome outcome =
        Segments.run(
            data,
            Segments.segment(
                cnn(conv(4, 3, 1, 0), new LayerSpec.Dropout(0.3), dense(8)),
                Specs.training(Specs.adam(), 8),
                0,
                3,
                CheckpointRef.NONE,
                model));
    int[] test = data.split().rows(Part.TEST);
    float[] inputs = new float[test.length * shape.size()];
    data.fill(test, 0, test.length, inputs);

    float[][] probabilities = ModelTools.predict(model.uri(), inputs, test.length, shape);

    short[] labels = ((io.espalier.data.Targets.Classes) data.dataset().targets()).labels();
    double loss = 0;
    for (int i = 0; i < test.length; i++) {
      assertThat(probabilities[i][0] + probabilities[i][1] + probabilities[i][2])
          .isCloseTo(1f, within(1e-5f));
      loss -= Math.log(probabilities[i][labels[test[i]]]) / test.length;
    }
    assertThat(loss)
        .isCloseTo(outcome.test().get(0).metrics().getOrDefault("loss", 0.0), within(1e-5));
  }

  @Test
  void inputsThatDoNotFitAreRefused() throws IOException {
    CheckpointRef model = new CheckpointRef(folder.resolve("small.zip").toString());
    Segments.run(
        Examples.classes(new InputShape.Flat(4)),
        Segments.segment(
            mlp(dense(3)), Specs.training(Specs.adam(), 8), 0, 1, CheckpointRef.NONE, model));
    assertThatThrownBy(
            () -> ModelTools.predict(model.uri(), new float[9], 2, new InputShape.Flat(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("9 numbers are not 2 examples of 4");
    assertThatThrownBy(
            () -> ModelTools.predict(model.uri(), new float[10], 2, new InputShape.Flat(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model takes examples of 4 numbers, not of 5");
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    InputShape shape = new InputShape.Image(2, 6, 6);
    CheckpointRef model = new CheckpointRef(folder.resolve("images.zip").toString());
    Segments.run(
        Examples.classes(shape),
        Segments.segment(
            cnn(conv(2, 3, 1, 0), pool(Pooling.AVERAGE, 2, 2, 0)),
            Specs.training(Specs.adam(), 8),
            0,
            1,
            CheckpointRef.NONE,
            model));
    for (InputShape other :
        new InputShape[] {
          new InputShape.Image(3, 6, 6),
          new InputShape.Image(2, 9, 6),
          new InputShape.Image(2, 2, 2)
        }) {
      assertThatThrownBy(() -> ModelTools.predict(model.uri(), new float[other.size()], 1, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the model does not take images of " + other);
    }
    assertThatThrownBy(
            () -> ModelTools.predict(model.uri(), new float[72], 1, new InputShape.Flat(72)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model takes images, not vectors of 72 numbers");
  }

  @Test
  void theMachineSaysWhatItComputesWith() {
    MachineFacts facts = ModelTools.facts();
    assertThat(facts.backend()).isEqualTo("CPU");
    assertThat(facts.nativeLibrary())
        .contains(System.getProperty("os.name").startsWith("Mac") ? "macosx" : "linux");
    assertThat(facts.oneDnn()).isEqualTo(facts.nativeLibrary().contains("onednn"));
    assertThat(facts.oneDnnReason()).isNotBlank();
    assertThat(facts.blasVendor()).isEqualTo("OPENBLAS");
    assertThat(facts.threads()).isPositive();
    assertThat(facts.maxHeapBytes()).isPositive();
    assertThat(facts.gpus()).startsWith("not used: this jar computes on the CPU");
    assertThat(facts.gpuMissing()).isFalse();
  }

  @Test
  void theNativeLibraryIsNamedByTheFolderItWasUnpackedTo() {
    String path =
        "/home/me/.javacpp/cache/espalier.jar/bindings/linux-x86_64-onednn-avx2/libjnind4jcpu.so";
    assertThat(MachineInspection.nativeLibrary(path)).isEqualTo("linux-x86_64-onednn-avx2");
  }
}
