package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.generate.Blobs;
import io.espalier.data.generate.Digits;
import io.espalier.data.generate.GraphShapes;
import io.espalier.data.generate.Playground;
import org.apache.hadoop.conf.Configuration;

/** Reads or draws all examples of a source that is no table. */
public final class SourceReader {
  private final DataFiles files;

  /** A reader that finds file systems in the given configuration. */
  public SourceReader(Configuration hadoop) {
    this.files = new DataFiles(hadoop);
  }

  /**
   * All examples, in the order of the files.
   *
   * @param seed the experiment's seed, from which generated sets are drawn
   * @throws DataException in one line, if a file is missing or damaged
   */
  public Dataset read(DataSource source, long seed) {
    return examples(source, seed).dataset();
  }

  /** As {@link #read}, with the published split where there is one. */
  public SourceExamples examples(DataSource source, long seed) {
    try {
      return source instanceof DataSource.Citations citations
          ? new CitationReader(files).read(citations)
          : SourceExamples.unsplit(dispatch(source, seed));
    } catch (OutOfMemoryError e) {
      throw new DataException("the data does not fit in memory: give the driver more (-Xmx)", e);
    }
  }

  private Dataset dispatch(DataSource source, long seed) {
    if (source instanceof DataSource.Idx idx) {
      return new IdxReader(files).read(idx);
    }
    if (source instanceof DataSource.Cifar10 cifar) {
      return new CifarReader(files).read(cifar);
    }
    if (source instanceof DataSource.ImageFolder folder) {
      return new ImageFolderReader(files).read(folder);
    }
    if (source instanceof DataSource.TuGraphs graphs) {
      return new TuReader(files).read(graphs);
    }
    return source instanceof DataSource.Iris ? IrisReader.read() : drawn(source, seed);
  }

  private static Dataset drawn(DataSource source, long seed) {
    if (source instanceof DataSource.Digits digits) {
      return Digits.draw(digits, seed);
    }
    if (source instanceof DataSource.Blobs blobs) {
      return Blobs.draw(blobs, seed);
    }
    if (source instanceof DataSource.Playground playground) {
      return Playground.draw(playground, seed);
    }
    if (source instanceof DataSource.DrawnGraphs graphs) {
      return GraphShapes.draw(graphs, seed);
    }
    throw new IllegalArgumentException("no reader for " + source);
  }
}
