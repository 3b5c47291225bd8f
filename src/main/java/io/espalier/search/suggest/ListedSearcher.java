package io.espalier.search.suggest;

import io.espalier.wire.Configuration;
import java.util.List;
import java.util.OptionalLong;

/** Configurations that were written down, in their order, and then those of another searcher. */
public final class ListedSearcher implements Searcher {
  private final List<Configuration> listed;
  private final Searcher others;
  private final Tried tried = new Tried();

  /**
   * @param listed configurations of the others' space; what comes twice is proposed once
   */
  public ListedSearcher(List<Configuration> listed, Searcher others) {
    this.listed = List.copyOf(listed);
    this.others = others;
  }

  @Override
  public Suggestion next(SearchView view) {
    tried.remember(view);
    for (int i = 0; i < listed.size(); i++) {
      if (!tried.has(listed.get(i))) {
        return new Suggestion.Try(listed.get(i), "number " + (i + 1) + " of search.points");
      }
    }
    return others.next(view);
  }

  @Override
  public OptionalLong proposals() {
    return others.proposals();
  }

  @Override
  public boolean learns() {
    return others.learns();
  }
}
