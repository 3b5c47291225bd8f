package io.espalier.driver.run;

import io.espalier.Cancellation;
import io.espalier.data.session.SessionLender;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Lends a session whose jobs are those of a run: they end when somebody cancels it.
 *
 * @param name of the experiment
 */
record ReadingJobs(
    SessionLender lender, String name, Configuration hadoop, Cancellation cancellation)
    implements SessionLender {
  @Override
  @SuppressWarnings("try") // the jobs are submitted by this thread while it is held
  public <R> R lend(Function<SparkSession, R> reading) {
    return lender.lend(
        session -> {
          try (RunJobs jobs = new RunJobs(session.sparkContext(), name, hadoop, cancellation)) {
            return reading.apply(session);
          }
        });
  }
}
