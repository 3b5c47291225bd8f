package io.espalier.driver.tables;

import org.apache.spark.sql.SparkSession;

/** A Spark session in this JVM, for tests. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession start() {
    return SparkSession.builder()
        .master("local[1]")
        .appName("tables")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 1)
        .config("spark.sql.session.timeZone", "Pacific/Auckland")
        .getOrCreate();
  }
}
