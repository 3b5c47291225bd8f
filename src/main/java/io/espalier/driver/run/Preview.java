package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Suggestion;
import io.espalier.wire.Configuration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/** What a searcher proposes one after the other while no trial has an outcome. */
final class Preview implements Iterator<Configuration> {
  private final Searcher searcher;
  private final SearchSettings settings;
  private final History history;
  private Optional<Configuration> next;

  Preview(Experiment spec, Searcher searcher) {
    this.searcher = searcher;
    settings = spec.search();
    history =
        History.of(
            List.of(
                new Event.RunOpened(
                    spec.name(),
                    1,
                    spec.seed(),
                    "",
                    "",
                    "",
                    spec.objective(),
                    Column.of(spec.space()),
                    List.of(),
                    0,
                    new TreeMap<>(),
                    0)));
    next = propose();
  }

  private Optional<Configuration> propose() {
    int before = history.trials().size();
    if (settings.trials().isPresent() && before >= settings.trials().getAsInt()) {
      return Optional.empty();
    }
    Suggestion suggestion = searcher.next(SearchView.of(history, SearchView.UNSEEN));
    return suggestion instanceof Suggestion.Try proposal
        ? Optional.of(proposal.configuration())
        : Optional.empty();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Configuration next() {
    Configuration proposed =
        next.orElseThrow(() -> new NoSuchElementException("nothing more is proposed"));
    history.append(new Event.TrialRejected(history.nextTrial(), proposed, "only looked at", 0));
    next = propose();
    return proposed;
  }
}
