package io.espalier.data;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a Spark session is asked for. */
public sealed interface Relation {
  /** Nothing. */
  Relation NONE = new None();

  /** What a person calls it. */
  String inWords();

  /** What is written down of it: no secrets. */
  Relation recorded();

  /**
   * Files, or whatever else a reader of Spark's finds by a path or its options.
   *
   * @param format a format that the session knows, by name: {@code orc}, {@code json}, …; {@code
   *     libsvm} is always there
   * @param path a file, folder or glob; empty for a format that needs none, as {@code jdbc}
   * @param options for the reader, as Spark documents them
   */
  record Files(String format, String path, SortedMap<String, String> options) implements Relation {
    public Files {
      options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
      if (format.isBlank()) {
        throw new IllegalArgumentException("format: expected orc, json, …, found none");
      }
    }

    @Override
    public Relation recorded() {
      TreeMap<String, String> kept = new TreeMap<>(options);
      kept.replaceAll(SecretOptions::kept);
      return new Files(format, path, kept);
    }

    /** The same of another path. */
    public Files at(String other) {
      return new Files(format, other, options);
    }

    @Override
    public String inWords() {
      return path.isEmpty() ? format : path;
    }
  }

  /** A table or view of the session's catalogs: {@code name}, {@code database.name}. */
  record Named(String table) implements Relation {
    public Named {
      if (table.isBlank()) {
        throw new IllegalArgumentException("table: expected the name of a table, found none");
      }
    }

    @Override
    public String inWords() {
      return "table " + table;
    }

    @Override
    public Relation recorded() {
      return this;
    }
  }

  /** What a SQL query gives. */
  record Query(String sql) implements Relation {
    public Query {
      if (sql.isBlank()) {
        throw new IllegalArgumentException("query: expected a query, found none");
      }
    }

    @Override
    public String inWords() {
      return "the query";
    }

    @Override
    public Relation recorded() {
      return this;
    }
  }

  /** Nothing. */
  record None() implements Relation {
    @Override
    public String inWords() {
      return "nothing";
    }

    @Override
    public Relation recorded() {
      return this;
    }
  }
}
