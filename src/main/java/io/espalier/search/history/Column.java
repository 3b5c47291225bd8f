package io.espalier.search.history;

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

  public Column {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column needs a name");
    }
  }
}
