package io.espalier.driver.run;

import io.espalier.search.history.Column;
import io.espalier.search.space.SearchSpace;
import java.util.List;

/** The typed columns of a search space's parameters, in the order of the space. */
final class Columns {
  private Columns() {}

  static List<Column> of(SearchSpace space) {
    return space.parameters().stream()
        .map(
            parameter ->
                new Column(
                    parameter.name(),
                    switch (parameter.domain().type()) {
                      case WHOLE -> Column.Kind.WHOLE;
                      case REAL -> Column.Kind.REAL;
                      case TEXT -> Column.Kind.TEXT;
                      case FLAG -> Column.Kind.FLAG;
                    }))
        .toList();
  }
}
