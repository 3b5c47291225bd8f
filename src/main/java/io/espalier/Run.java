package io.espalier;

import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A finished run, as a program sees it. */
public interface Run {
  /** The run's folder, a path or Hadoop URI. */
  String folder();

  /** The best trial by the objective; empty if none was measured. */
  Optional<Trial> best();

  /** One row per trial, as the {@code trials} table holds them. */
  Dataset<Row> trials();

  /**
   * The retrained models, best trial first; each with what it measured on the test part ({@code
   * outcome().test()}) and its folder within the run's.
   */
  List<Event.Retrained> retrained();

  /** SHA-256 over the tables, without where and how long: equal for equal runs. */
  String digest();

  /**
   * Trains any trial again, as the experiment's retrain part says, saves it and tests it once.
   *
   * @return the new models, one per seed
   * @throws io.espalier.data.DataException if there is no such trial, or it was never trained
   */
  List<Event.Retrained> retrain(int trial);
}
