package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.espalier.data.DataException;
import io.espalier.data.load.DataLoader;
import io.espalier.data.read.WrittenFiles;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.engine.Specs;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Files that were changed by chance give a value or one clear line, and take no memory that the
 * file does not ask for. {@code ESPALIER_FUZZ_ROUNDS} and {@code ESPALIER_FUZZ_SEED} say how often
 * and which ({@code submit/fuzz.sh}).
 */
class MutatedFilesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final int ROUNDS = number("ESPALIER_FUZZ_ROUNDS", 150);
  private static final long SEED = number("ESPALIER_FUZZ_SEED", 1);
  private static final long MOST_BYTES = 256L << 20;
  private static final String GENERATED =
      "source = blobs, examples = 60, features = 2, centres = 2, test = 0.2, validation = 0.2";

  private static final String EXPERIMENT =
      """
      experiment { name = changed, seed = 5 }
      data { source = blobs, examples = 60, features = 2, centres = 2, test = 0.2, validation = 0.2 }
      model { kind = mlp, layers = [ { dropout = 0.2 }, { dense { units { grid = [3, 4, 5] } } } ] }
      training { updater { kind = adam, learning-rate { uniform = [1e-4, 1e-1], scale = log } }, epochs = 4 }
      search { algorithm = random, trials = 4, constraints = ["units < 5"] }
      """;

  private static final String IDX = "source = idx, path = \"%s\"";
  private static final String CSV =
      "source = csv, path = \"%s\", label = kind, test = 0.2, validation = 0.2";

  @TempDir private Path folder;

  private static int number(String variable, int usual) {
    return Optional.ofNullable(System.getenv(variable)).map(Integer::parseInt).orElse(usual);
  }

  /** Reads a file; what is refused throws. */
  private interface Reader {
    void read() throws Exception;
  }

  @Test
  void experimentFiles() throws Exception {
    Path file = folder.resolve("changed.conf");
    Files.writeString(file, EXPERIMENT);
    hold(file, ConfigurationException.class, () -> ExperimentFile.load(file, List.of(), Map.of()));
  }

  @Test
  void appendedFilesOfAJournal() throws Exception {
    journal(3);
    hold(journalFile("0000000002.json"), JournalException.class, this::readJournal);
  }

  @Test
  void mergedFilesOfAJournal() throws Exception {
    journal(64);
    Path merged = journalFile("0000000001-0000000064.json");
    assertThat(merged).exists();
    hold(merged, JournalException.class, this::readJournal);
  }

  private Path journalFile(String name) {
    return folder.resolve("journal").resolve(name);
  }

  private void readJournal() {
    Journal.history(folder.toString(), HADOOP);
  }

  private void journal(int files) {
    try (Journal journal = Journal.create(folder.toString(), HADOOP)) {
      journal.append(List.of(SampleRun.opened()));
      for (int file = 2; file <= files; file++) {
        List<Event> trial =
            List.of(SampleRun.started(file - 1), SampleRun.finished(file - 1, 1.0 / file));
        journal.append(trial);
      }
    }
  }

  @Test
  void imagesInIdxFiles() throws Exception {
    WrittenFiles files = new WrittenFiles(folder);
    files.idxSet();
    String data = IDX.formatted(folder);
    hold(folder.resolve("train-images-idx3-ubyte"), DataException.class, loading(data));
    hold(folder.resolve("train-labels-idx1-ubyte"), DataException.class, loading(data));
  }

  @Test
  void tablesInCsv() throws Exception {
    Path file = folder.resolve("points.csv");
    List<String> lines = new ArrayList<>(List.of("x,\"y, z\",kind"));
    for (int row = 0; row < 20; row++) {
      lines.addAll(List.of("1.5,2,low", "5,1e3,high"));
    }
    Files.write(file, lines);
    String data = CSV.formatted(file);
    hold(file, DataException.class, loading(data));
  }

  private Reader loading(String data) throws IOException {
    Path file = folder.resolve("loading.conf");
    Files.writeString(file, EXPERIMENT.replace(GENERATED, data));
    Experiment experiment = ExperimentFile.load(file, List.of(), Map.of());
    return () -> new DataLoader(HADOOP).load(experiment.data(), experiment.seed());
  }

  @Test
  void modelZips() throws Exception {
    Path file = folder.resolve("model.zip");
    CheckpointRef model = new CheckpointRef(file.toString());
    ModelFiles.save(
        Networks.create(
            Specs.mlp(Specs.dense(3)),
            Specs.training(Specs.adam(), 4),
            new InputShape.Flat(4),
            2,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT),
        model);
    hold(file, IOException.class, () -> ModelFiles.load(model).close());
  }

  /** Changes a file again and again and reads it each time. */
  private void hold(Path file, Class<? extends Exception> refusal, Reader reader) throws Exception {
    reader.read();
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = changed(sound, random);
      Files.write(file, changed);
      long before = allocated();
      try {
        reader.read();
      } catch (Exception | Error problem) {
        refused++;
        assertThat(problem).as("round %d of %s", round, file).isInstanceOf(refusal);
        String said = Objects.requireNonNullElse(problem.getMessage(), "");
        assertThat(said).as("round %d", round).isNotBlank();
        assertThat(refusal == ConfigurationException.class || said.lines().count() == 1)
            .as("one line: %s", said)
            .isTrue();
      }
      assertThat(allocated() - before).as("round %d of %s", round, file).isLessThan(MOST_BYTES);
    }
    Files.write(file, sound);
    assertThat(refused).as("refused of %d", ROUNDS).isPositive();
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** One to three changes, each where chance says. */
  private static byte[] changed(byte[] sound, Random random) {
    byte[] bytes = sound;
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(16, bytes.length - at));
    byte[] copy = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(copy, at, at + length, (byte) (random.nextBoolean() ? 0 : -1));
      case 3 -> copy = Arrays.copyOf(bytes, at);
      case 4 -> copy = spliced(bytes, at, length, odd(random));
      default -> copy = spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
    }
    return copy;
  }

  /** What readers stumble over. */
  private static byte[] odd(Random random) {
    List<String> odd =
        new ArrayList<>(
            List.of("{", "}", "[[", "\"", "\\", "\n", ",", "${x}", "9999999999", "-1", "1e999"));
    odd.add("NaN");
    odd.add("\u0000");
    odd.add("x".repeat(100).toUpperCase(Locale.ROOT));
    return odd.get(random.nextInt(odd.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] bytes, int at, int without, byte[] with) {
    byte[] all = new byte[bytes.length - without + with.length];
    System.arraycopy(bytes, 0, all, 0, at);
    System.arraycopy(with, 0, all, at, with.length);
    System.arraycopy(bytes, at + without, all, at + with.length, bytes.length - at - without);
    return all;
  }
}
