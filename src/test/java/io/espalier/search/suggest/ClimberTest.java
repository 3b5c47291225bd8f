package io.espalier.search.suggest;

import io.espalier.search.history.Column;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.wire.Configuration;
import java.util.List;

/** The contract with a searcher that learns: what it is shown has to keep it deterministic. */
class ClimberTest extends SearcherContract {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(Parameter.of("rate", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()))),
          List.of());

  @Override
  Searcher searcher() {
    return new Climber(SPACE);
  }

  @Override
  List<Column> columns() {
    return List.of(new Column("rate", Column.Kind.REAL));
  }

  @Override
  boolean allows(Configuration configuration) {
    return configuration.value("rate").isPresent();
  }
}
