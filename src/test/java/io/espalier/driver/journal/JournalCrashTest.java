package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCrashTest {
  private static final Configuration HADOOP = new Configuration();
  @TempDir private Path run;

  @Test
  void aKilledProcessLeavesEveryAcknowledgedEvent() throws Exception {
    int acknowledged = 0;
    for (int kill = 1; kill <= 3; kill++) {
      acknowledged = killAfter(50L * kill);
      List<Event> events = Journal.read(run.toString(), HADOOP);
      assertThat(events.size()).isBetween(acknowledged, acknowledged + 1);
      for (int i = 1; i < events.size(); i++) {
        assertThat(events.get(i)).isEqualTo(SampleRun.rejected(i));
      }
    }
    assertThat(Journal.history(run.toString(), HADOOP).nextTrial()).isGreaterThan(50);
  }

  @Test
  void ofTwoRacingWritersExactlyOneWins() throws Exception {
    try (Journal first = Journal.create(run.toString(), HADOOP)) {
      first.append(List.of(SampleRun.opened()));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 1; round <= 40; round++) {
        Event event = SampleRun.rejected(round);
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Boolean> writer = () -> wins(event, together);
        List<Future<Boolean>> results = threads.invokeAll(List.of(writer, writer));
        assertThat(List.of(results.get(0).get(), results.get(1).get()))
            .containsExactlyInAnyOrder(true, false);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(Journal.history(run.toString(), HADOOP).nextTrial()).isEqualTo(41);
  }

  private boolean wins(Event event, CyclicBarrier together) throws Exception {
    try (Journal journal = open()) {
      together.await();
      journal.append(List.of(event));
      return true;
    } catch (JournalException e) {
      assertThat(e).hasMessageContaining("was written by another process");
      return false;
    }
  }

  /** As if each owned the run: what is left then is the last fence. */
  private synchronized Journal open() throws IOException {
    Folder folder = Folder.of(run.resolve("journal").toString(), HADOOP);
    return Journal.forWriting(
        folder, JournalStore.forWriting(folder), () -> {}, Patience.NONE, () -> {});
  }

  /** Lets another JVM append until it has acknowledged so many events, then kills it. */
  private int killAfter(long events) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                run.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int acknowledged = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      for (long seen = 1; line != null; seen++, line = lines.readLine()) {
        acknowledged = Integer.parseInt(line);
        if (seen == events) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor()).as("killed, not ended").isEqualTo(128 + 9);
    return acknowledged;
  }

  /** Appends events for ever and prints how many there are after each. */
  static final class Appender {
    private Appender() {}

    public static void main(String[] arguments) {
      String run = arguments[0];
      boolean resumes = Journal.exists(run, HADOOP);
      try (Journal journal = resumes ? Journal.open(run, HADOOP) : Journal.create(run, HADOOP)) {
        if (!resumes) {
          journal.append(List.of(SampleRun.opened()));
        }
        while (true) {
          journal.append(List.of(SampleRun.rejected(journal.events().size())));
          System.out.println(journal.events().size());
        }
      }
    }
  }
}
