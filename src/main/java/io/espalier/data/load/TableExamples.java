package io.espalier.data.load;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.Dataset;
import io.espalier.data.Split;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableProfile;
import io.espalier.data.TableSpec;
import io.espalier.data.Targets;
import io.espalier.data.tables.EncodingFit;
import io.espalier.data.tables.HoleRows;
import io.espalier.data.tables.TableEncoder;
import io.espalier.data.tables.TableFile;
import io.espalier.data.tables.TableFiles;
import io.espalier.data.tables.TableProfiler;
import io.espalier.data.tables.TableReader;
import io.espalier.data.tables.TableRows;
import io.espalier.data.tables.TableTargets;
import io.espalier.data.tables.UnseenCategories;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** A table on its way to examples: read first, encoded once the training part is known. */
final class TableExamples {
  private final TableSpec spec;
  private final TableRows rows;
  private final Targets targets;
  private final Consumer<String> notices;

  private TableExamples(TableSpec spec, TableRows read, Consumer<String> notices) {
    this.spec = spec;
    this.notices = notices;
    this.rows = new HoleRows(spec, notices).settle(read);
    this.targets = TableTargets.of(rows, spec.regression());
  }

  static TableExamples read(
      DataSource.Table source,
      Configuration hadoop,
      Consumer<String> notices,
      Optional<Consumer<TableProfile>> profiles) {
    TableFiles files = new TableFiles(hadoop);
    List<TableFile> train = files.open(source.format(), source.path(), source.csv());
    List<TableFile> test =
        source.testPath().isEmpty()
            ? List.of()
            : files.open(source.format(), source.testPath(), source.csv());
    return of(
        source.spec(),
        new TableReader(source.spec(), notices).read(train, test),
        notices,
        profiles);
  }

  /** Rows that were read, whatever from; what they are is told before anything can refuse them. */
  static TableExamples of(
      TableSpec spec,
      TableRows read,
      Consumer<String> notices,
      Optional<Consumer<TableProfile>> profiles) {
    profiles.ifPresent(wanted -> wanted.accept(TableProfiler.of(read, spec)));
    return new TableExamples(spec, read, notices);
  }

  Targets targets() {
    return targets;
  }

  int officialTest() {
    return rows.testRows();
  }

  /** What the columns become, found in the training part; what other parts bring is told. */
  TableEncoding encoding(Split split, DataSpec data) {
    TableEncoding encoding = new EncodingFit(spec, split.train()).fit(rows, notices);
    UnseenCategories unseen = new UnseenCategories(rows, encoding);
    unseen.tell("validation", split.validation(), notices);
    unseen.tell("test", split.test(), notices);
    new FewExamples(targets, data.folds()).tell(split.train(), notices);
    return encoding;
  }

  Dataset dataset(TableEncoding encoding) {
    return new Dataset(
        encoding.shape(),
        new TableEncoder(encoding).encode(rows),
        targets,
        encoding.inputNames(),
        rows.testRows());
  }
}
