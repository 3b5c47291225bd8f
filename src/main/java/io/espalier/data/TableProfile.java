package io.espalier.data;

import java.util.List;
import java.util.Optional;

/**
 * What a table holds, column by column, before anything is fitted: its own test part counts too.
 *
 * @param rows how many there are, also those with holes
 * @param testRows how many of the last are the source's own test part
 * @param columns inputs first, then labels
 */
public record TableProfile(int rows, int testRows, List<Column> columns) {
  public TableProfile {
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param label whether it is to be predicted
   * @param holes cells without a value
   * @param distinct different values, of arrays 0
   * @param minimum of numbers, of dates in days since 1970-01-01; NaN for others or if there is
   *     none
   * @param maximum as {@code minimum}
   * @param becomes what is made of it, in a few words
   * @param leftOut why it is no input; empty if it is one
   * @param hints lines that say which key reads it better
   */
  public record Column(
      String name,
      boolean label,
      TableEncoding.Kind kind,
      int holes,
      int distinct,
      double minimum,
      double maximum,
      String becomes,
      Optional<String> leftOut,
      List<String> hints) {
    public Column {
      hints = List.copyOf(hints);
    }
  }
}
