package io.espalier.search.suggest;

import io.espalier.wire.Configuration;

/** What a searcher says when it is asked for the next configuration. */
public sealed interface Suggestion {
  /** Why, one line. */
  String reason();

  /** Try this configuration, as the trial of the history's next number. */
  record Try(Configuration configuration, String reason) implements Suggestion {}

  /** Nothing is left to try. */
  record Exhausted(String reason) implements Suggestion {}
}
