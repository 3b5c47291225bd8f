package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listeners of a program's run hear. */
class RunListenerTest {
  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = TinyProgram.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void givenListenersHearTheRecordInOrder() {
    List<Event> heard = new CopyOnWriteArrayList<>();
    List<String> calls = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void begins(String run, List<Event> before) {
            calls.add("begins " + run + " " + before.size());
          }

          @Override
          public void recorded(List<Event> events) {
            heard.addAll(events);
          }

          @Override
          public void ends() {
            calls.add("ends");
          }
        };
    RunListener broken =
        new RunListener() {
          @Override
          public void recorded(List<Event> events) {
            throw new IllegalStateException("broken");
          }
        };
    Run run =
        Espalier.run(
            spark,
            TinyProgram.search(folder, 2).build(),
            RunOptions.standard().listener(broken).listener(listener));
    assertThat(heard).isEqualTo(Journal.read(run.folder(), new Configuration()));
    assertThat(calls).containsExactly("begins " + run.folder() + " 0", "ends");
  }

  /** A listener that somebody else's jar brings. */
  public static final class Found implements RunListener {
    private static final List<Event> HEARD = new CopyOnWriteArrayList<>();

    @Override
    public void recorded(List<Event> events) {
      HEARD.addAll(events);
    }
  }

  @Test
  void listenersOnTheClassPathAreFound() throws IOException {
    Path services = Files.createDirectories(folder.resolve("jar/META-INF/services"));
    Files.writeString(
        services.resolve(RunListener.class.getName()), Found.class.getName() + "\nno.such.Class\n");
    List<String> notices = new CopyOnWriteArrayList<>();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    URL jar = folder.resolve("jar").toUri().toURL();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      Run run =
          Espalier.run(
              spark,
              TinyProgram.search(folder, 2).build(),
              RunOptions.standard().listener(TinyProgram.into(notices)));
      assertThat(Found.HEARD).isEqualTo(Journal.read(run.folder(), new Configuration()));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(notices)
        .anyMatch(
            line -> line.startsWith("a listener cannot be made: ") && line.contains("no.such"));
  }
}
