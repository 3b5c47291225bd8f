package io.espalier.driver.run;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of whole runs: Spark for the class, a folder and tiny experiments for each test. */
abstract class SparkForTests {
  static SparkSession spark;

  @TempDir Path folder;
  TinyExperiments tiny;

  @BeforeAll
  static void start() {
    spark = TinyExperiments.spark();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Does something while Spark has one slot. */
  static <T> T onOneSlot(Supplier<T> work) {
    spark.stop();
    spark = TinyExperiments.spark("local[1]");
    try {
      return work.get();
    } finally {
      spark.stop();
      spark = TinyExperiments.spark();
    }
  }

  @BeforeEach
  void prepare() {
    tiny = new TinyExperiments(folder);
  }
}
