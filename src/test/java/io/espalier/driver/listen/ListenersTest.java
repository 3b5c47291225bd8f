package io.espalier.driver.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListenersTest {
  /** Writes down what it is told. */
  private static final class Diary implements RunListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void begins(String folder, List<Event> before) {
      lines.add("begins " + folder + " " + before.size());
    }

    @Override
    public void recorded(List<Event> events) {
      events.forEach(event -> lines.add(((Event.TrialStarted) event).trial() + ""));
    }

    @Override
    public void notice(String line) {
      lines.add(line);
    }

    @Override
    public void searching(SearchProgress progress) {
      lines.add("done " + progress.done());
    }

    @Override
    public void ends() {
      lines.add("ends");
    }
  }

  @Test
  void everyCallComesInOrderAndAllHaveComeAtTheEnd() {
    Diary diary = new Diary();
    try (Listeners all = new Listeners(List.of(diary))) {
      all.begins("/runs/1", List.of(SampleRun.opened()));
      IntStream.rangeClosed(1, 1000).forEach(i -> all.recorded(List.of(SampleRun.started(i))));
    }
    assertThat(diary.lines).hasSize(1002).first().isEqualTo("begins /runs/1 1");
    assertThat(diary.lines.subList(1, 1001))
        .isEqualTo(IntStream.rangeClosed(1, 1000).mapToObj(Integer::toString).toList());
    assertThat(diary.lines).last().isEqualTo("ends");
  }

  @Test
  void oneThatThrowsIsNamedOnceAndToldOn() {
    Diary diary = new Diary();
    List<Integer> told = new CopyOnWriteArrayList<>();
    RunListener broken =
        new RunListener() {
          @Override
          public void recorded(List<Event> events) {
            told.add(events.size());
            throw new IllegalStateException("broken\nat length");
          }
        };
    try (Listeners all = new Listeners(List.of(broken, diary))) {
      all.recorded(List.of(SampleRun.started(1)));
      all.recorded(List.of(SampleRun.started(2)));
    }
    assertThat(told).containsExactly(1, 1);
    assertThat(diary.lines)
        .contains("1", "2", "ends")
        .filteredOn(line -> line.contains("fails"))
        .singleElement()
        .asString()
        .startsWith("the listener io.espalier.driver.listen.ListenersTest$")
        .endsWith(" fails: java.lang.IllegalStateException: broken");
  }

  @Test
  void aSlowOneDelaysNobodyAndMissesWhatDoesNotFit() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    List<Event> seen = new CopyOnWriteArrayList<>();
    RunListener slow =
        new RunListener() {
          @Override
          public void begins(String folder, List<Event> before) {
            try {
              hold.await();
            } catch (InterruptedException ending) {
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public void recorded(List<Event> events) {
            seen.addAll(events);
          }
        };
    CountDownLatch complained = new CountDownLatch(1);
    RunListener quick =
        new RunListener() {
          @Override
          public void notice(String line) {
            if (line.endsWith("is too slow and misses events; the record has all")) {
              complained.countDown();
            }
          }
        };
    int calls = RunListener.QUEUE + 100;
    try (Listeners all = new Listeners(List.of(slow, quick))) {
      all.begins("/runs/1", List.of());
      for (int i = 0; i < calls; i++) {
        all.recorded(List.of(SampleRun.started(1)));
      }
      assertThat(complained.await(30, TimeUnit.SECONDS)).as("the others are told").isTrue();
      hold.countDown();
    }
    assertThat(seen).hasSizeBetween(RunListener.QUEUE - 1, calls - 1);
  }

  @Test
  void ofProgressOnlyTheLastIsTold() throws InterruptedException {
    CountDownLatch hold = new CountDownLatch(1);
    List<Long> told = new CopyOnWriteArrayList<>();
    RunListener slow =
        new RunListener() {
          @Override
          public void notice(String line) {
            try {
              hold.await();
            } catch (InterruptedException ending) {
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public void searching(SearchProgress progress) {
            told.add(progress.done());
          }
        };
    try (Listeners all = new Listeners(List.of(slow))) {
      all.notice("wait");
      for (long done = 1; done <= 100; done++) {
        all.searching(progress(done));
      }
      hold.countDown();
    }
    assertThat(told).containsExactly(100L);
  }

  private static SearchProgress progress(long done) {
    OptionalDouble none = OptionalDouble.empty();
    return new SearchProgress(100, done, 0, 0, 0, none, none, "", List.of());
  }
}
