package io.espalier.driver.draft;

import java.util.ArrayList;
import java.util.List;

/**
 * What lies at a path.
 *
 * @param kind what a model of it takes
 * @param name what a person calls it, without an ending
 * @param entries how the data block reads it
 * @param lines what a person is told, a line each
 */
record Found(Kind kind, String name, List<Entry> entries, List<String> lines) {
  /** What a model takes. */
  enum Kind {
    TABLE,
    PICTURES,
    GRAPHS,
    PAPERS
  }

  Found {
    entries = List.copyOf(entries);
    lines = List.copyOf(lines);
  }

  /** The same with further lines of the data block. */
  Found with(Entry... more) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(List.of(more));
    return new Found(kind, name, all, lines);
  }
}
