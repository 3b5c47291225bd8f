package io.espalier.driver.run;

import io.espalier.driver.journal.Patience;
import io.espalier.driver.journal.UnwritableException;
import io.espalier.driver.listen.TableRefresh;
import io.espalier.driver.tables.TableException;
import io.espalier.search.history.History;
import java.io.IOException;

/** The tables of a run that has nothing more to add to them. */
final class WholeTables {
  private WholeTables() {}

  /**
   * Writes them, again and again while the file system refuses.
   *
   * @param run the run's folder
   * @throws UnwritableException if they cannot be written
   */
  static void write(TableRefresh tables, History history, String run, Patience patience) {
    String place = run + "/tables";
    patience.write(
        place,
        again -> {
          try {
            tables.complete(history);
          } catch (TableException failure) {
            if (failure.getCause() instanceof IOException refused) {
              throw refused;
            }
            throw new UnwritableException(place, failure);
          }
        });
  }
}
