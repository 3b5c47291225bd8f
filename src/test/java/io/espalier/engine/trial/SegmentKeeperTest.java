package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.TaskKilledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A segment whose process ends is gone on with by the next attempt, bit for bit. */
class SegmentKeeperTest {
  private static final PreparedData DATA = Examples.classes(new InputShape.Image(2, 6, 6));
  private static final ModelSpec MODEL =
      cnn(
          conv(4, 3, 1, 1),
          new LayerSpec.BatchNorm(0.9, 1e-5),
          new LayerSpec.Dropout(0.3),
          dense(6));
  private static final TrainingSpec TRAINING = Specs.training(Specs.adam(), 8);
  private static final int EPOCHS = 6;

  @TempDir private Path folder;

  /** Ends the process in an epoch, and counts the steps that were taken. */
  private static final class Life implements TrainingWatcher {
    private final int epochs;
    private int measured;
    private int steps;

    Life(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void beforeStep() {
      steps++;
      if (measured == epochs) {
        throw new TaskKilledException("the end of the executor");
      }
    }

    @Override
    public Optional<String> measured(Measurement measurement) {
      measured++;
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theNextAttemptGoesOnWithTheEpochThatWasLost(int epochs) throws IOException {
    Segment segment = segment(TRAINING);
    Life through = new Life(EPOCHS + 1);
    Outcome undisturbed = run(segment, through, Safekeeping.NONE);
    die(segment, epochs);

    Life second = new Life(EPOCHS + 1);
    Outcome resumed = run(segment, second, keeping());
    assertThat(metrics(resumed)).isEqualTo(metrics(undisturbed));
    assertThat(resumed.test()).isEqualTo(undisturbed.test());
    assertThat(second.steps).isEqualTo(through.steps * (EPOCHS - epochs) / EPOCHS);
    assertThat(second.measured).as("told of again").isEqualTo(EPOCHS);
  }

  @Test
  void anAttemptThatDiesAgainLosesOneEpochEachTime() throws IOException {
    Segment segment = segment(TRAINING);
    for (int epochs = 1; epochs < EPOCHS; epochs++) {
      die(segment, epochs);
      String zip = "-epoch-" + epochs + ".zip";
      assertThat(files())
          .satisfiesExactly(
              network -> assertThat(network).endsWith(zip),
              measured -> assertThat(measured).endsWith(".json"));
    }
    assertThat(metrics(run(segment, new Life(EPOCHS + 1), keeping())))
        .isEqualTo(metrics(Segments.run(DATA, segment)));
  }

  @Test
  void anotherTrainingDoesNotTakeItUp() throws IOException {
    die(segment(TRAINING), 4);
    Segment other = segment(Specs.training(Specs.adam(), 16));
    assertThat(metrics(run(other, new Life(EPOCHS + 1), keeping())))
        .isEqualTo(metrics(Segments.run(DATA, other)));
  }

  @Test
  void whatIsDamagedCostsTimeOnly() throws IOException {
    Segment segment = segment(TRAINING);
    List<?> undisturbed = metrics(Segments.run(DATA, segment));
    for (String end : List.of(".json", ".zip")) {
      for (byte[] damage :
          List.of(new byte[0], "{\"format\":1}".getBytes(StandardCharsets.UTF_8))) {
        FileUtils.deleteDirectory(running().toFile());
        die(segment, 3);
        for (String name : files()) {
          if (name.endsWith(end)) {
            Files.write(running().resolve(name), damage);
          }
        }
        assertThat(metrics(run(segment, new Life(EPOCHS + 1), keeping()))).isEqualTo(undisturbed);
      }
    }
  }

  @Test
  void whatCannotBeWrittenCostsNothing() throws IOException {
    Files.writeString(folder.resolve("trial-7"), "a file in the place of the folder");
    Segment segment = segment(TRAINING);
    assertThat(metrics(run(segment, new Life(EPOCHS + 1), keeping())))
        .isEqualTo(metrics(Segments.run(DATA, segment)));
  }

  @Test
  void nothingIsLeftBeforeItIsDue() {
    run(segment(TRAINING), new Life(EPOCHS + 1), new Safekeeping(uri(), 600_000));
    assertThat(folder).isEmptyDirectory();
  }

  private void die(Segment segment, int epochs) {
    assertThatThrownBy(() -> run(segment, new Life(epochs), keeping()))
        .isInstanceOf(TaskKilledException.class);
  }

  private Outcome run(Segment segment, TrainingWatcher watcher, Safekeeping keeping) {
    return SegmentRunner.run(Segments.plan(DATA), DATA, segment, Segments.HERE, watcher, keeping);
  }

  private static Segment segment(TrainingSpec training) {
    return Segments.segment(MODEL, training, EPOCHS);
  }

  private Safekeeping keeping() {
    return new Safekeeping(uri(), 0);
  }

  private String uri() {
    return folder.toUri().toString().replaceAll("/$", "");
  }

  private Path running() {
    return folder.resolve("trial-7/running");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(running())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<?> metrics(Outcome outcome) {
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Outcome.Status.COMPLETED);
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }
}
