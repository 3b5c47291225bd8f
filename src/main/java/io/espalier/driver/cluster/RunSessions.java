package io.espalier.driver.cluster;

import io.espalier.data.session.SessionLender;
import org.apache.spark.sql.SparkSession;

/** The Spark sessions of a run: what reads its tables, and what trains. */
@FunctionalInterface
public interface RunSessions {
  /** Starts Spark, once it is needed, with executors that have room for {@code need}. */
  SparkSession training(MemoryNeed need);

  /**
   * Says that data are read and a run will train: Spark may start from now on. What goes wrong with
   * that is told by {@link #training}.
   */
  default void begin() {}

  /** Lends what reads tables before that: a small session of this process. */
  default SessionLender reading() {
    return SparkSessions.reading();
  }

  /** The session of a program, which does both. */
  static RunSessions of(SparkSession session) {
    return new RunSessions() {
      @Override
      public SparkSession training(MemoryNeed need) {
        return session;
      }

      @Override
      public SessionLender reading() {
        return SessionLender.of(session);
      }
    };
  }
}
