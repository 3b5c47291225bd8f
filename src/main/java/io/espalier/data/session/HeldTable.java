package io.espalier.data.session;

import io.espalier.data.DataSource;
import io.espalier.data.Relation;
import io.espalier.data.TableSpec;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that a program holds.
 *
 * @param test rows of the same columns for the test part; empty for none
 * @param orderBy columns by which rows are ordered first; all others follow
 * @param spec what is done with the columns
 */
public record HeldTable(
    Dataset<Row> rows, Optional<Dataset<Row>> test, List<String> orderBy, TableSpec spec)
    implements DataSource.Held {
  public HeldTable {
    orderBy = List.copyOf(orderBy);
  }

  /** All rows, of which a part is held out for the test. */
  public HeldTable(Dataset<Row> rows, TableSpec spec) {
    this(rows, Optional.empty(), List.of(), spec);
  }

  @Override
  public boolean ordered() {
    return !orderBy.isEmpty();
  }

  @Override
  public DataSource recorded() {
    return new DataSource.SparkTable(Relation.NONE, Relation.NONE, orderBy, spec);
  }
}
