package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run removes and reads of what its record names, which somebody else may have written. */
class CheckpointsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final long LONG = 60_000;

  @TempDir private Path folder;
  private Path run = Path.of("");

  @BeforeEach
  void makeRun() throws IOException {
    run = Files.createDirectories(folder.resolve("run"));
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(run.toString(), HADOOP);
  }

  private static Checkpoint checkpoint(String uri) {
    return new Checkpoint(2, 0.5, new CheckpointRef(uri));
  }

  @Test
  void anOlderStateIsRemovedOnceTheNewerOneIsRecorded() throws IOException {
    Checkpoints checkpoints = checkpoints();
    CheckpointRef older = checkpoints.at(3, 0, 0, 2);
    Path file = Path.of(java.net.URI.create(older.uri()));
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "x");
    checkpoints.replaced(List.of(checkpoint(older.uri())));
    assertThat(file).exists();
    checkpoints.sweep();
    assertThat(file).doesNotExist();
  }

  @Test
  void whatARecordNamesElsewhereStays() throws IOException {
    Path mine = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(mine.resolve("thesis"), "x");
    Checkpoints checkpoints = checkpoints();
    String inside = checkpoints.at(3, 0, 0, 2).uri();
    checkpoints.replaced(
        List.of(
            checkpoint(mine.toUri().toString()),
            checkpoint(mine.toString()),
            checkpoint(inside.replaceAll("epoch.*", "../../../mine"))));
    checkpoints.sweep();
    assertThat(mine.resolve("thesis")).exists();
  }

  @Test
  void whatALongSegmentLeftOnTheWayGoesWhenItHasComeBack() throws IOException {
    Path running = Files.createDirectories(run.resolve("checkpoints/trial-3/running"));
    Files.writeString(running.resolve("x.json"), "{}");
    Checkpoints checkpoints = checkpoints();
    checkpoints.cameBack(3, new Outcome.Timing(0, 0, 0, 0, 1));
    checkpoints.sweep();
    assertThat(running).as("a short one leaves nothing, and is not looked for").exists();
    checkpoints.cameBack(3, new Outcome.Timing(0, 0, 0, 0, LONG));
    checkpoints.sweep();
    assertThat(running).doesNotExist();
    assertThat(run.resolve("checkpoints/trial-3")).exists();
  }

  @Test
  void theCopyOfAnExperimentIncludesNoOtherFile() throws IOException {
    Path other = Files.writeString(folder.resolve("other.conf"), "experiment.name = other");
    String include = "include file(\"" + other + "\")\ndata.source = iris, model.kind = linear\n";
    Files.writeString(run.resolve("experiment.conf"), include);
    assertThatThrownBy(() -> ExperimentCopy.read(run.toString(), List.of(), HADOOP))
        .isInstanceOf(ConfigurationException.class);
    Files.writeString(
        run.resolve("experiment.conf"),
        "{\"experiment\":{\"name\":\"own\"},\"data\":{\"source\":\"iris\"},\"model\":{\"kind\":\"linear\"}}");
    assertThat(ExperimentCopy.read(run.toString(), List.of(), HADOOP).name()).isEqualTo("own");
  }
}
