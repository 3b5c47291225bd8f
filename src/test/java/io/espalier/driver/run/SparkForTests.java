package io.espalier.driver.run;

import java.nio.file.Path;
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

  @BeforeEach
  void prepare() {
    tiny = new TinyExperiments(folder);
  }
}
