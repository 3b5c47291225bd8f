package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ReadingSessionTest {
  @Test
  void whatIsSaidOfExecutorsDoesNotReachIt() {
    SparkConf given =
        new SparkConf(false)
            .set("spark.master", "yarn")
            .set("spark.task.cpus", "8")
            .set("spark.task.resource.gpu.amount", "1")
            .set("spark.executor.resource.gpu.amount", "1")
            .set("spark.executor.memory", "40g")
            .set("spark.dynamicAllocation.enabled", "true")
            .set("spark.eventLog.enabled", "true")
            .set("spark.jars", "espalier.jar")
            .set("spark.sql.catalog.lake", "org.example.Lake")
            .set("spark.sql.warehouse.dir", "/warehouse")
            .set("spark.hadoop.fs.s3a.endpoint", "there")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    SparkConf conf = ReadingSession.settings(given);
    assertThat(conf.get("spark.master")).isEqualTo("local[2]");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("1");
    for (String gone :
        new String[] {
          "spark.task.resource.gpu.amount",
          "spark.executor.resource.gpu.amount",
          "spark.executor.memory",
          "spark.dynamicAllocation.enabled",
          "spark.eventLog.enabled",
          "spark.jars"
        }) {
      assertThat(conf.contains(gone)).as(gone).isFalse();
    }
    assertThat(conf.get("spark.sql.catalog.lake")).isEqualTo("org.example.Lake");
    assertThat(conf.get("spark.sql.warehouse.dir")).isEqualTo("/warehouse");
    assertThat(conf.get("spark.hadoop.fs.s3a.endpoint")).isEqualTo("there");
    assertThat(conf.get("spark.sql.session.timeZone")).isEqualTo("UTC");
    assertThat(conf.get("spark.serializer")).endsWith("JavaSerializer");
  }

  @Test
  void itEndsWithTheReadingAndLeavesNothingBehind() {
    Level level = LogManager.getRootLogger().getLevel();
    SparkSession lent =
        SparkSessions.reading()
            .lend(
                session -> {
                  assertThat(session.range(3).count()).isEqualTo(3);
                  return session;
                });
    assertThat(lent.sparkContext().isStopped()).isTrue();
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
    assertThat(SparkSession.getActiveSession().isEmpty()).isTrue();
    assertThat(LogManager.getRootLogger().getLevel()).isEqualTo(level);
  }

  @Test
  void aSessionThatIsRunningIsLentAndStays() {
    SparkSession running =
        SparkSession.builder()
            .master("local[1]")
            .appName("running")
            .config("spark.ui.enabled", false)
            .getOrCreate();
    try {
      assertThat(SparkSessions.reading().<SparkSession>lend(session -> session)).isSameAs(running);
      assertThat(running.sparkContext().isStopped()).isFalse();
    } finally {
      running.stop();
    }
  }
}
