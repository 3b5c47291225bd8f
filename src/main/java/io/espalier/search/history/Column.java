package io.espalier.search.history;

import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.ValueType;
import java.util.List;

/**
 * One typed column of the {@code hp} struct: a parameter of the search space.
 *
 * @param name the parameter's column name, {@code pool_kernel}
 */
public record Column(String name, Kind kind) {
  /** What the column holds. */
  public enum Kind {
    /** Whole numbers, 64 bits. */
    WHOLE,
    /** Double-precision numbers; a column of whole and real numbers is one of these. */
    REAL,
    /** Words, names of branches, lists as JSON text. */
    TEXT,
    /** True or false. */
    FLAG
  }

  /** The columns of a space's parameters, in its order. */
  public static List<Column> of(SearchSpace space) {
    return space.parameters().stream()
        .map(parameter -> new Column(parameter.name(), kind(parameter.domain().type())))
        .toList();
  }

  private static Kind kind(ValueType type) {
    return switch (type) {
      case WHOLE -> Kind.WHOLE;
      case REAL -> Kind.REAL;
      case TEXT -> Kind.TEXT;
      case FLAG -> Kind.FLAG;
    };
  }

  public Column {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column needs a name");
    }
  }
}
