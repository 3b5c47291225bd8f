package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;

import io.espalier.engine.Specs;
import io.espalier.wire.Measurement;
import io.espalier.wire.Safekeeping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** What a training has left of its second epoch, for tests that damage it. */
public final class KeptState {
  private final SegmentKeeper keeper;

  /** Leaves it below a folder. */
  public KeptState(Path folder) throws IOException {
    keeper =
        new SegmentKeeper(
            new Safekeeping(folder.toUri().toString().replaceAll("/$", ""), 0),
            Segments.segment(mlp(dense(3)), Specs.training(Specs.adam(), 8), 6),
            () -> 0);
    Measurement one = new Measurement(1, new TreeMap<>(), 0.1, 0.5, Double.NaN);
    Measurement two = new Measurement(2, new TreeMap<>(), 0.1, 0.5, 1);
    Files.createDirectories(file().getParent());
    Files.write(file(), SegmentKeeper.text(2, List.of(one, two)));
  }

  /** The file that says what is there. */
  public Path file() {
    return Path.of(keeper.file(".json").toUri().getPath());
  }

  /**
   * Reads it as the next attempt does.
   *
   * @throws IOException if it is of no use
   */
  public void read() throws IOException {
    if (keeper.find().isEmpty()) {
      throw new IOException("not used: the training begins anew");
    }
  }
}
