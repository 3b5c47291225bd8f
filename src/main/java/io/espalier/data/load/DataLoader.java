package io.espalier.data.load;

import io.espalier.data.DataSpec;
import io.espalier.data.Dataset;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.read.SourceReader;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Prepares an experiment's data: read, limited, split, normalisation fitted on the training part,
 * fingerprinted. The same specification, files and seed give the same data on every machine.
 */
public final class DataLoader {
  private final SourceReader reader;

  /** A loader that finds file systems in the given configuration. */
  public DataLoader(Configuration hadoop) {
    this.reader = new SourceReader(hadoop);
  }

  /**
   * Loads the data.
   *
   * @param seed the experiment's seed
   * @throws io.espalier.data.DataException in one line, if a file is missing or damaged, or holds
   *     too few examples for the split
   */
  public PreparedData load(DataSpec spec, long seed) {
    Dataset read = reader.read(spec.source(), seed);
    Dataset dataset = spec.flatten() ? read.flattened() : read;
    Split split = new Splitter(dataset, spec, seed).split();
    Normalisation normalisation =
        new NormalisationFit(dataset, split.train()).fit(spec.normalise());
    return new PreparedData(
        dataset, split, normalisation, Fingerprint.of(dataset, split, normalisation, List.of()));
  }
}
