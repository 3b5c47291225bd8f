package io.espalier.data.load;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableProfile;
import io.espalier.data.Targets;
import io.espalier.data.read.SourceExamples;
import io.espalier.data.read.SourceReader;
import io.espalier.data.session.HeldTable;
import io.espalier.data.session.SessionLender;
import io.espalier.data.session.SessionReader;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares an experiment's data: read, limited, split, normalisation fitted on the training part,
 * fingerprinted. The same specification, files and seed give the same data on every machine.
 */
public final class DataLoader {
  private static final Logger LOG = LoggerFactory.getLogger(DataLoader.class);

  private final Configuration hadoop;
  private final SourceReader reader;
  private final SessionLender sessions;
  private final Consumer<String> notices;

  /** A loader of data that are no tables of Spark's; notices go to the log. */
  public DataLoader(Configuration hadoop) {
    this(hadoop, LOG::warn);
  }

  /** A loader of data that are no tables of Spark's. */
  public DataLoader(Configuration hadoop, Consumer<String> notices) {
    this(hadoop, SessionLender.none(), notices);
  }

  /**
   * A loader that finds file systems in the given configuration.
   *
   * @param sessions lends what reads Spark's tables
   * @param notices takes what a user should know of the data, a line each
   */
  public DataLoader(Configuration hadoop, SessionLender sessions, Consumer<String> notices) {
    this.hadoop = hadoop;
    this.reader = new SourceReader(hadoop, notices);
    this.sessions = sessions;
    this.notices = notices;
  }

  /**
   * Loads the data.
   *
   * @param seed the experiment's seed
   * @throws io.espalier.data.DataException in one line, if a file is missing or damaged, or holds
   *     too few examples for the split
   */
  public PreparedData load(DataSpec spec, long seed) {
    return load(spec, seed, Optional.empty());
  }

  /**
   * Loads the data as {@link #load(DataSpec, long)} does.
   *
   * @param profiles takes what a table holds, before a hole or a label can refuse it; nothing of
   *     data that are no table
   */
  public PreparedData load(DataSpec spec, long seed, Consumer<TableProfile> profiles) {
    return load(spec, seed, Optional.of(profiles));
  }

  private PreparedData load(DataSpec spec, long seed, Optional<Consumer<TableProfile>> profiles) {
    if (spec.source() instanceof DataSource.NoData) {
      return none();
    }
    return table(spec.source(), profiles)
        .map(table -> prepared(table, spec, seed))
        .orElseGet(() -> ready(spec, seed));
  }

  /** One number that stands for the examples that there are not, in both parts. */
  private static PreparedData none() {
    Dataset dataset =
        new Dataset(
            new InputShape.Flat(1),
            new Features.Floats(new float[1]),
            new Targets.Numbers(new float[1], 1),
            List.of(),
            0);
    int[] only = {0};
    Split split = new Split(only, only, new int[0]);
    Normalisation asTheyAre =
        new NormalisationFit(dataset, only).fit(new DataSpec.Normalise.None());
    String fingerprint = Fingerprint.of(dataset, split, asTheyAre, List.of());
    return new PreparedData(dataset, split, asTheyAre, fingerprint);
  }

  private Optional<TableExamples> table(
      DataSource source, Optional<Consumer<TableProfile>> profiles) {
    SessionReader inSession = new SessionReader(sessions, notices);
    if (source instanceof DataSource.Table table) {
      return Optional.of(TableExamples.read(table, hadoop, notices, profiles));
    }
    if (source instanceof DataSource.SparkTable table) {
      return Optional.of(TableExamples.of(table.spec(), inSession.read(table), notices, profiles));
    }
    return source instanceof HeldTable table
        ? Optional.of(TableExamples.of(table.spec(), inSession.read(table), notices, profiles))
        : Optional.empty();
  }

  private static PreparedData prepared(TableExamples table, DataSpec spec, long seed) {
    Split split = new Splitter(table.targets(), table.officialTest(), spec, seed).split();
    TableEncoding encoding = table.encoding(split, spec);
    return prepared(table.dataset(encoding), encoding, split, spec, seed);
  }

  private PreparedData ready(DataSpec spec, long seed) {
    SourceExamples read = reader.examples(spec.source(), seed);
    Dataset dataset = spec.flatten() ? read.dataset().flattened() : read.dataset();
    Split split =
        published(read, spec, seed).orElseGet(() -> splitter(dataset, spec, seed).split());
    return prepared(dataset, TableEncoding.NONE, split, spec, seed);
  }

  private static PreparedData prepared(
      Dataset read, TableEncoding encoding, Split split, DataSpec spec, long seed) {
    Dataset dataset =
        spec.scaleLabels() && read.targets() instanceof Targets.Numbers numbers
            ? read.with(numbers.fitted(split.train()))
            : read;
    Normalisation normalisation = fit(dataset, encoding, split, spec);
    List<PreparedData.Fold> folds =
        new FoldDraw(dataset.targets(), spec, seed)
            .of(split).stream()
                .map(fold -> new PreparedData.Fold(fold, fit(dataset, encoding, fold, spec)))
                .toList();
    spec.augment()
        .objection(dataset.layout())
        .ifPresent(
            why -> {
              throw new DataException("data.augment: " + why);
            });
    String fingerprint = Fingerprint.of(dataset, split, normalisation, folds, spec.augment());
    return new PreparedData(dataset, split, normalisation, folds, fingerprint, encoding)
        .with(spec.augment());
  }

  private static Splitter splitter(Dataset dataset, DataSpec spec, long seed) {
    return new Splitter(dataset.targets(), dataset.officialTest(), spec, seed);
  }

  private static Normalisation fit(
      Dataset dataset, TableEncoding encoding, Split split, DataSpec spec) {
    return new FillFit(dataset, split.train(), encoding)
        .fit(new NormalisationFit(dataset, split.train()).fit(spec.normalise()));
  }

  /** The published split or one like it, where that is wanted. */
  private Optional<Split> published(SourceExamples read, DataSpec spec, long seed) {
    if (spec.selection() != DataSpec.Selection.PUBLISHED) {
      read.published().ifPresent(this::tellUnused);
      return Optional.empty();
    }
    if (!(spec.source() instanceof DataSource.Citations)) {
      return read.published().map(splitter(read.dataset(), spec, seed)::within);
    }
    if (read.published().isPresent()) {
      return read.published();
    }
    Optional<Split> alike = CitationDraw.draw(read.dataset(), seed);
    notices.accept(
        "the published split is not known, as no planetoid-split.txt lies beside the papers; "
            + (alike.isPresent()
                ? "one of the same sizes is drawn with the seed: results differ from published ones"
                : "the set is too small for one of its sizes and is split as other data are"));
    return alike;
  }

  private void tellUnused(Split published) {
    notices.accept(
        "the published validation part ("
            + published.validation().length
            + " examples) is divided anew together with the training part, because the experiment"
            + " asks for a split of its own (validation, folds or selection)");
  }
}
