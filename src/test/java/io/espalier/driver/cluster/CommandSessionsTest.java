package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandSessionsTest {
  private static final MemoryNeed NEED = new MemoryNeed(1 << 20, 1 << 20, 1 << 20, 0);

  private final Properties before = new Properties();
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void remember() {
    before.putAll(System.getProperties());
    stop();
  }

  @AfterEach
  void restore() {
    stop();
    System.setProperties(before);
  }

  private static void stop() {
    scala.Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined()) {
      running.get().stop();
    }
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
  }

  @Test
  void onThisMachineSparkStartsBeforeItIsNeededWithTheSameSettings() {
    System.setProperty("spark.master", "local[1]");
    CommandSessions late = new CommandSessions("same", notices::add);
    List<String> settings = settings(late.training(NEED));
    stop();
    CommandSessions early = new CommandSessions("same", notices::add);
    early.begin();
    early.begin();
    early.close();
    assertThat(SparkSession.getDefaultSession().isDefined()).isTrue();
    assertThat(SparkSession.getActiveSession().isEmpty()).isTrue();
    SparkSession session = early.training(NEED);
    assertThat(SparkSession.getActiveSession().get()).isSameAs(session);
    assertThat(settings(session)).isEqualTo(settings);
    assertThat(notices).isEmpty();
  }

  /** Without what each context has of its own. */
  private static List<String> settings(SparkSession session) {
    List<String> settings = new ArrayList<>();
    for (scala.Tuple2<String, String> setting : session.sparkContext().getConf().getAll()) {
      if (!setting._1().matches("spark\\.app\\.(id|startTime|submitTime)|.*\\.port|.*dir")) {
        settings.add(setting._1() + "=" + setting._2());
      }
    }
    settings.sort(null);
    return settings;
  }

  @Test
  void onAClusterItWaitsForWhatTheDataNeed() {
    System.setProperty("spark.master", "spark://nowhere.invalid:7077");
    try (CommandSessions sessions = new CommandSessions("waits", notices::add)) {
      sessions.begin();
    }
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  @Test
  void whyItCannotStartIsToldOnceItIsNeeded() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.task.resource.gpu.amount", "1");
    try (CommandSessions sessions = new CommandSessions("fails", notices::add)) {
      sessions.begin();
      assertThatThrownBy(() -> sessions.training(NEED))
          .isInstanceOf(ClusterException.class)
          .hasMessageStartingWith("spark.task.resource.gpu.amount is set, but the master is local");
    }
  }
}
