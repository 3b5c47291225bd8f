package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.files.DataFiles;
import io.espalier.data.generate.Blobs;
import io.espalier.data.generate.Digits;
import io.espalier.data.generate.GraphShapes;
import io.espalier.data.generate.Playground;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads or draws all examples of a source that is no table. */
public final class SourceReader {
  private static final Logger LOG = LoggerFactory.getLogger(SourceReader.class);

  private final DataFiles files;
  private final Consumer<String> notices;

  /** A reader whose notices go to the log. */
  public SourceReader(Configuration hadoop) {
    this(hadoop, LOG::warn);
  }

  /**
   * A reader that finds file systems in the given configuration.
   *
   * @param notices takes what a user should know of the files, a line each
   */
  public SourceReader(Configuration hadoop, Consumer<String> notices) {
    this.files = new DataFiles(hadoop);
    this.notices = notices;
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
      return splittable(source).orElseGet(() -> SourceExamples.unsplit(dispatch(source, seed)));
    } catch (OutOfMemoryError e) {
      throw new DataException("the data does not fit in memory: give the driver more (-Xmx)", e);
    }
  }

  /** Sources beside which a published split may lie. */
  private Optional<SourceExamples> splittable(DataSource source) {
    if (source instanceof DataSource.Citations citations) {
      return Optional.of(new CitationReader(files).read(citations));
    }
    if (source instanceof DataSource.ImageFolder folder) {
      return Optional.of(new ImageFolderReader(files, notices).read(folder));
    }
    return source instanceof DataSource.NumpyArrays arrays
        ? Optional.of(new NumpyReader(files, notices).read(arrays))
        : Optional.empty();
  }

  private Dataset dispatch(DataSource source, long seed) {
    if (source instanceof DataSource.Idx idx) {
      return new IdxReader(files, notices).read(idx);
    }
    if (source instanceof DataSource.Emnist emnist) {
      return new IdxReader(files, notices).read(emnist);
    }
    if (source instanceof DataSource.Cifar10 cifar) {
      return new CifarReader(files).read(cifar);
    }
    if (source instanceof DataSource.Cifar100 cifar) {
      return new Cifar100Reader(files).read(cifar);
    }
    if (source instanceof DataSource.TuGraphs graphs) {
      return new TuReader(files, notices).read(graphs);
    }
    if (source instanceof DataSource.ImageTable table) {
      return new ImageTableReader(files, notices).read(table);
    }
    if (source instanceof DataSource.Own own) {
      return new OwnExamples(own).read();
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
