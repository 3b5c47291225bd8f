package io.espalier.engine.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.engine.models.HadoopSettings;
import io.espalier.engine.models.WeightsFile;
import io.espalier.engine.models.WholeFiles;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Measurement;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the state of a segment that trains now and then, and finds what a former attempt at the
 * same segment has left: {@code trial-<n>/running/<segment>.json} with what was measured, {@code
 * <segment>-epoch-<e>.zip} with the network, beside it {@code .best} with the weights of the best
 * epoch where early stopping needs them. The network is on disk before the measurements name its
 * epoch. The name of a segment is a digest of all that its training follows from, so that no other
 * training takes it up. What cannot be written or read costs time, never a training.
 */
final class SegmentKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentKeeper.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 64 << 20;
  private static final int NAME_DIGITS = 16;

  private final Safekeeping where;
  private final Segment segment;
  private final LongSupplier nanos;
  private final String name;
  private long leftAtNanos;
  private Optional<Path> network = Optional.empty();

  /**
   * What a former attempt left.
   *
   * @param epoch epochs trained, those before the segment included
   * @param measurements of the segment's epochs up to that one
   */
  record Progress(int format, int epoch, List<Measurement> measurements) {
    Progress {
      measurements = List.copyOf(measurements);
    }
  }

  /** Writes a network with its updater's state. */
  interface NetworkSaver {
    void save(CheckpointRef target) throws IOException;
  }

  SegmentKeeper(Safekeeping where, Segment segment, LongSupplier nanos) {
    this.where = where;
    this.segment = segment;
    this.nanos = nanos;
    name = where.exists() ? name(segment) : "";
    leftAtNanos = nanos.getAsLong();
  }

  private static String name(Segment segment) {
    String all =
        String.join(
            "\n",
            segment.model().toString(),
            segment.training().toString(),
            Long.toString(segment.seed()),
            segment.fold() + " " + segment.repeat() + " " + segment.fromEpoch(),
            segment.trainOn() + " " + segment.measureValidation());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What a former attempt left, if it can be used. */
  Optional<Progress> find() {
    if (!where.exists()) {
      return Optional.empty();
    }
    Path file = file(".json");
    try (InputStream in = file.getFileSystem(HadoopSettings.here()).open(file)) {
      Progress progress = JSON.readValue(in.readNBytes(MOST_BYTES), Progress.class);
      if (!fits(progress)) {
        LOG.warn("{} does not belong to the segment; it trains from its beginning", file);
        return Optional.empty();
      }
      network = Optional.of(network(progress.epoch()));
      return Optional.of(progress);
    } catch (FileNotFoundException nothing) {
      return Optional.empty();
    } catch (IOException | RuntimeException unreadable) {
      String why = unreadable.toString().lines().findFirst().orElseThrow();
      LOG.warn("{} cannot be read; the segment trains from its beginning: {}", file, why);
      return Optional.empty();
    }
  }

  private boolean fits(Progress progress) {
    int epochs = progress.epoch() - segment.fromEpoch();
    boolean inOrder = progress.measurements().size() == epochs;
    for (int i = 0; inOrder && i < epochs; i++) {
      inOrder = progress.measurements().get(i).epoch() == segment.fromEpoch() + i + 1;
    }
    return progress.format() == FORMAT
        && inOrder
        && epochs > 0
        && progress.epoch() < segment.toEpoch();
  }

  /** Where the network of a state is. */
  CheckpointRef network(Progress progress) {
    return new CheckpointRef(network(progress.epoch()).toString());
  }

  /**
   * The weights of the best epoch up to a state.
   *
   * @param count how many there are
   * @throws IOException if they cannot be read
   */
  float[] best(Progress progress, int count) throws IOException {
    return WeightsFile.read(best(network(progress.epoch())), count);
  }

  private static CheckpointRef best(Path network) {
    return new CheckpointRef(network + ".best");
  }

  /**
   * An epoch has ended that is not the segment's last: its state is left, if that is due.
   *
   * @param measurements of the segment so far
   * @param best weights of the best epoch, if those of the network are others
   */
  void epochEnded(NetworkSaver saver, List<Measurement> measurements, Optional<float[]> best) {
    boolean due = nanos.getAsLong() - leftAtNanos >= where.everyMillis() * 1_000_000;
    if (where.exists() && due) {
      leave(saver, measurements, best);
      leftAtNanos = nanos.getAsLong();
    }
  }

  private void leave(NetworkSaver saver, List<Measurement> measurements, Optional<float[]> best) {
    int epoch = segment.fromEpoch() + measurements.size();
    Path zip = network(epoch);
    try {
      saver.save(new CheckpointRef(zip.toString()));
      if (best.isPresent()) {
        WeightsFile.write(best(zip), best.get());
      }
      byte[] json = text(epoch, measurements);
      WholeFiles.write(file(".json"), HadoopSettings.here(), out -> out.write(json));
      if (network.isPresent()) {
        FileSystem files = zip.getFileSystem(HadoopSettings.here());
        files.delete(network.get(), false);
        files.delete(new Path(best(network.get()).uri()), false);
      }
      network = Optional.of(zip);
    } catch (IOException unwritable) {
      LOG.warn("the state of trial {} cannot be left: {}", segment.trial(), unwritable.toString());
    }
  }

  private Path network(int epoch) {
    return file("-epoch-" + epoch + ".zip");
  }

  static byte[] text(int epoch, List<Measurement> measurements) throws IOException {
    return JSON.writeValueAsBytes(new Progress(FORMAT, epoch, measurements));
  }

  /** Where what it left is said, or the network of it lies. */
  Path file(String end) {
    return new Path(where.folder() + "/trial-" + segment.trial() + "/running/" + name + end);
  }
}
