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
import io.espalier.engine.trial.KeptState;
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
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The readers of files that a person or a crash may damage, each with a sound file. Whatever the
 * file holds, a reader gives a value or one clear line, and takes no memory that the file does not
 * ask for.
 */
enum FuzzedReader {
  CONF(ConfigurationException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      Path file = Files.writeString(folder.resolve("changed.conf"), EXPERIMENT);
      return new Prepared(file, () -> ExperimentFile.load(file, List.of(), Map.of()));
    }
  },
  JOURNAL(JournalException.class) {
    @Override
    Prepared prepare(Path folder) {
      return journal(folder, List.of(OPENED, TRIAL, PAUSED), "0000000002.json");
    }
  },
  MERGED_JOURNAL(JournalException.class) {
    @Override
    Prepared prepare(Path folder) {
      List<List<Event>> files = new ArrayList<>(List.of(OPENED, TRIAL, PAUSED));
      files.addAll(Collections.nCopies(61, List.of(new Event.TimeSpent(0.5, 7_000))));
      return journal(folder, files, "0000000001-0000000064.json");
    }
  },
  /** The events of a journal's only file, whose checksum is right whatever they are. */
  EVENTS(JournalException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      List<Event> all = Stream.of(OPENED, TRIAL, PAUSED).flatMap(List::stream).toList();
      Path journal = journal(folder, List.of(all), "0000000001.json").file();
      String whole = Files.readString(journal);
      String events = whole.substring(whole.indexOf('\n') + 1, whole.length() - END.length());
      Path file = Files.writeString(folder.resolve("events.json"), events);
      return new Prepared(
          file,
          () -> {
            Files.write(journal, withChecksum(Files.readAllBytes(file)));
            Journal.history(folder.toString(), HADOOP);
          });
    }
  },
  IDX_IMAGES(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      new WrittenFiles(folder).idxSet();
      return data(folder, "train-images-idx3-ubyte", IDX.formatted(folder));
    }
  },
  IDX_LABELS(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      new WrittenFiles(folder).idxSet();
      return data(folder, "train-labels-idx1-ubyte", IDX.formatted(folder));
    }
  },
  CIFAR(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      new WrittenFiles(folder).cifarSet();
      return data(folder, "data_batch_2.bin", "source = cifar10, path = \"%s\"".formatted(folder));
    }
  },
  TU_EDGES(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      return graphs(folder, "A");
    }
  },
  TU_NODES(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      return graphs(folder, "graph_indicator");
    }
  },
  CSV(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      List<String> lines = new ArrayList<>(List.of("x,\"y, z\",kind"));
      for (int row = 0; row < 20; row++) {
        lines.addAll(List.of("1.5,2,low", "5,1e3,high"));
      }
      Path file = Files.write(folder.resolve("points.csv"), lines);
      return data(folder, "points.csv", TABLE.formatted("csv", file));
    }
  },
  PARQUET(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      new WrittenFiles(folder)
          .parquet(
              "points.parquet",
              "required double x; optional int64 y; required binary kind (UTF8);",
              40,
              (row, number) ->
                  row.append("x", 1.5 * number)
                      .append("y", (long) number % 7)
                      .append("kind", number % 2 == 0 ? "low" : "high"));
      Path file = folder.resolve("points.parquet");
      return data(folder, "points.parquet", TABLE.formatted("parquet", file));
    }
  },
  PNG(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      return pictures(folder, "png");
    }
  },
  JPEG(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      return pictures(folder, "jpg");
    }
  },
  NPY(DataException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      byte[] images = array("|u1", "(20, 2, 3)", 120);
      Files.write(folder.resolve("labels.npy"), array("|u1", "(20,)", 20));
      Files.write(folder.resolve("images.npy"), images);
      return data(
          folder,
          "images.npy",
          "source = npy, images = \"%1$s/images.npy\", labels = \"%1$s/labels.npy\", %2$s"
              .formatted(folder, SPLIT));
    }
  },
  CHECKPOINT(IOException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
      KeptState state = new KeptState(folder);
      return new Prepared(state.file(), state::read);
    }
  },
  MODEL_ZIP(IOException.class) {
    @Override
    Prepared prepare(Path folder) throws IOException {
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
      return new Prepared(file, () -> ModelFiles.load(model).close());
    }
  };

  private static final Configuration HADOOP = new Configuration();
  private static final long MOST_BYTES = 256L << 20;
  private static final String SPLIT = "test = 0.2, validation = 0.2";
  private static final String GENERATED =
      "source = blobs, examples = 60, features = 2, centres = 2, " + SPLIT;

  private static final String EXPERIMENT =
      """
      experiment { name = changed, seed = 5 }
      data { %s }
      model { kind = mlp, layers = [ { dropout = 0.2 }, { dense { units { grid = [3, 4, 5] } } } ] }
      training { updater { kind = adam, learning-rate { uniform = [1e-4, 1e-1], scale = log } }, epochs = 4 }
      search { algorithm = random, trials = 4, constraints = ["units < 5"] }
      """
          .formatted(GENERATED);

  private static final List<Event> OPENED = List.of(SampleRun.opened());
  private static final List<Event> TRIAL =
      List.of(SampleRun.started(1), SampleRun.finished(1, 0.5), SampleRun.rejected(2));
  private static final List<Event> PAUSED =
      List.of(
          SampleRun.started(3),
          SampleRun.paused(3, 2, 0.5),
          new Event.TrialResumed(3, 4, "one of the best", 3_500));

  private static final String IDX = "source = idx, path = \"%s\"";
  private static final String TABLE = "source = %s, path = \"%s\", label = kind, " + SPLIT;
  private static final String END = "\n]}\n";

  private final Class<? extends Exception> refusal;

  FuzzedReader(Class<? extends Exception> refusal) {
    this.refusal = refusal;
  }

  /** Reads a file; what is refused throws. */
  interface Reading {
    void read() throws Exception;
  }

  /** A sound file, and how it is read. */
  record Prepared(Path file, Reading reading) {}

  /** Writes a sound file, and what is read with it, into a folder. */
  abstract Prepared prepare(Path folder) throws IOException;

  /**
   * Puts something else into the file and reads it.
   *
   * @return whether it was refused
   */
  boolean refuses(Prepared prepared, byte[] content) throws IOException {
    Files.write(prepared.file(), content);
    long before = allocated();
    boolean refused = false;
    try {
      prepared.reading().read();
    } catch (Exception | Error problem) {
      refused = true;
      assertThat(problem).isInstanceOf(refusal);
      String said = Objects.requireNonNullElse(problem.getMessage(), "");
      assertThat(said).isNotBlank();
      assertThat(refusal == ConfigurationException.class || said.lines().count() == 1)
          .as("one line: %s", said)
          .isTrue();
    }
    assertThat(allocated() - before).as("bytes of memory").isLessThan(MOST_BYTES);
    return refused;
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static Prepared data(Path folder, String name, String data) throws IOException {
    Path file = folder.resolve("loading.conf");
    Files.writeString(file, EXPERIMENT.replace(GENERATED, data));
    Experiment experiment = ExperimentFile.load(file, List.of(), Map.of());
    return new Prepared(
        folder.resolve(name),
        () -> new DataLoader(HADOOP).load(experiment.data(), experiment.seed()));
  }

  private static Prepared journal(Path folder, List<List<Event>> files, String name) {
    try (Journal journal = Journal.create(folder.toString(), HADOOP)) {
      files.forEach(journal::append);
    }
    return new Prepared(
        folder.resolve("journal").resolve(name), () -> Journal.history(folder.toString(), HADOOP));
  }

  private static byte[] withChecksum(byte[] events) throws Exception {
    byte[] end = END.getBytes(StandardCharsets.UTF_8);
    byte[] body = joined(events, end);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    String header =
        "{\"format\":3,\"number\":1,\"written\":\"WHOLE\",\"previous\":\"\",\"sha256\":\""
            + sha256
            + "\",\"events\":[\n";
    return joined(header.getBytes(StandardCharsets.UTF_8), body);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Prepared graphs(Path folder, String part) throws IOException {
    new WrittenFiles(folder).paths("DS", 12);
    Path set = folder.resolve("DS");
    return data(
        folder,
        "DS/DS_" + part + ".txt",
        "source = tu, path = \"%s\", target = labels, %s".formatted(set, SPLIT));
  }

  private static Prepared pictures(Path folder, String form) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    for (int picture = 0; picture < 5; picture++) {
      files.picture("pictures/low/" + picture + "." + form, 4, 3, 0x102030 * picture);
      files.picture("pictures/high/" + picture + "." + form, 4, 3, 0xffffff);
    }
    return data(
        folder,
        "pictures/low/1." + form,
        "source = images, path = \"%s/pictures\", height = 3, width = 4, %s"
            .formatted(folder, SPLIT));
  }

  private static byte[] array(String type, String shape, int length) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(type, shape);
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
    byte[] values = new byte[length];
    for (int i = 0; i < length; i++) {
      values[i] = (byte) (i % 2);
    }
    return joined(joined(start, header.getBytes(StandardCharsets.US_ASCII)), values);
  }
}
