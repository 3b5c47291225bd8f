package io.espalier.data.session;

import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** Lends a Spark session for as long as a table is read. */
public interface SessionLender {
  /** Has something read in a session, which must not be used afterwards. */
  <R> R lend(Function<SparkSession, R> reading);

  /** Lends nothing: for data that are no tables of a session. */
  static SessionLender none() {
    return new SessionLender() {
      @Override
      public <R> R lend(Function<SparkSession, R> reading) {
        throw new IllegalStateException("nobody lends a Spark session here");
      }
    };
  }

  /** Lends a session that somebody else has started and will stop. */
  static SessionLender of(SparkSession session) {
    return new SessionLender() {
      @Override
      public <R> R lend(Function<SparkSession, R> reading) {
        return reading.apply(session);
      }
    };
  }
}
