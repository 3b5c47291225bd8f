package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Observation;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.BestEpoch;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pins the format: journals written once must be readable for ever. */
class JournalFormatTest {
  private static final List<Event> EVENTS =
      List.of(
          SampleRun.opened(),
          SampleRun.started(1),
          SampleRun.finished(1, Double.NaN),
          SampleRun.rejected(2),
          SampleRun.retrained(1),
          SampleRun.started(3),
          SampleRun.crossValidated(3, 0.5, 0.25));

  /** What format 2 can say. */
  private static final List<Event> SECOND =
      Stream.concat(
              EVENTS.stream(),
              Stream.of(
                  SampleRun.started(4),
                  SampleRun.paused(4, 2, 0.5),
                  new Event.TrialResumed(4, 4, "one of the best", 3_500),
                  new Event.RunResumed(new TreeMap<>(Map.of("java", "21")), 5_000),
                  new Event.TrialResumed(4, 3, "goes on", 5_500),
                  SampleRun.paused(4, 3, 0.25),
                  new Event.TrialStopped(4, "0.25 is worse than 0.1", 6_000),
                  SampleRun.started(5),
                  new Event.TrialFinished(
                      5, SampleRun.outcome(5, Outcome.Status.FAILED, List.of()), 0.25, 6_500),
                  new Event.TrialReopened(5, "tried again", 7_000),
                  SampleRun.started(5),
                  SampleRun.finished(5, 0.75),
                  new Event.RunFinished("d1", 8_000)))
          .toList();

  /** Of every kind one, and all that can be said of a run from its beginning. */
  private static final List<Event> ALL =
      Stream.concat(
              Stream.of(
                  SampleRun.startedFrom(
                      List.of(
                          new Observation("sample/001", 3, SampleRun.configuration(2), 0.1 + 0.2),
                          new Observation("sample/001", 4, SampleRun.configuration(3), Double.NaN)),
                      7,
                      SampleRun.COLUMNS)),
              Stream.concat(
                  SECOND.subList(1, SECOND.size() - 1).stream(),
                  Stream.of(
                      SampleRun.started(6),
                      SampleRun.paused(6, 2, 0.5),
                      new Event.TrialResumed(6, 4, "one of the best", 7_050),
                      new Event.TrialRestarted(6, "epoch-2.zip does not exist", 7_100),
                      new Event.TrialFinished(6, SampleRun.outcome(6, 0.125), 0.25, 7_150),
                      new Event.TrialConfirmed(5, 1, 11, SampleRun.outcome(5, 0.25), 7_200),
                      new Event.TimeSpent(0.5, 7_400),
                      new Event.SearchEnded("search.minutes = 0.5 are spent", 7_600),
                      new Event.RunFinished("d1", 8_000))))
          .toList();

  /** What format 1 says of the first events. */
  private static final List<Event> OLD =
      EVENTS.stream()
          .map(
              event ->
                  event instanceof Event.TrialStarted started
                      ? new Event.TrialStarted(
                          started.trial(),
                          started.configuration(),
                          started.seed(),
                          0,
                          started.reason(),
                          started.atMillis())
                      : event)
          .toList();

  private static final List<Event> LATER = List.of(new Event.RunResumed(new TreeMap<>(), 9_000));

  @Test
  void formatThreeIsWrittenAsEver() throws IOException {
    assertThat(text(new JournalFile(1, JournalFile.Writing.WHOLE, "", ALL).encode()))
        .isEqualTo(text(read("format-3.json")));
  }

  @Test
  void formatThreeIsReadAsEver() throws IOException {
    JournalFile file = JournalFile.decode("here", read("format-3.json"), 1, "");
    assertThat(file.events()).isEqualTo(ALL);
    assertThat(History.of(file.events()).finish()).isPresent();
  }

  @Test
  void everyKindOfEventIsInTheNewestFormat() {
    assertThat(ALL.stream().map(Event::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds(Event.class));
  }

  /** The records of a sealed interface, however deep. */
  private static List<Class<? extends Event>> kinds(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .flatMap(
            one ->
                one.isInterface()
                    ? kinds(one).stream()
                    : Stream.<Class<? extends Event>>of(one.asSubclass(Event.class)))
        .distinct()
        .toList();
  }

  @Test
  void formatTwoIsReadAsEver() throws IOException {
    JournalFile file = JournalFile.decode("here", read("format-2.json"), 1, "");
    assertThat(file.events()).isEqualTo(SECOND);
  }

  @Test
  void howARunIsJudgedComesBackAsItWas() throws IOException {
    Judgement judgement =
        new Judgement(
            List.of(new Objective("parameters", Objective.Goal.MINIMIZE, Objective.At.LAST)),
            List.of("parameters < 1000"),
            3);
    List<Event> events = List.of(SampleRun.opened(SampleRun.LOSS, judgement, 0, 12));
    byte[] written = new JournalFile(1, JournalFile.Writing.WHOLE, "", events).encode();
    assertThat(JournalFile.decode("here", written, 1, "").events()).isEqualTo(events);
  }

  @Test
  void whereTrialsAreComparedComesBackAsItWas() throws IOException {
    List<Event> events = List.of(SampleRun.comparedAt(2, 6));
    byte[] written = new JournalFile(1, JournalFile.Writing.WHOLE, "", events).encode();
    assertThat(text(written)).contains("\"rungs\":[2,6],");
    assertThat(JournalFile.decode("here", written, 1, "").events()).isEqualTo(events);
  }

  @Test
  void howManyTrainedSideBySideComesBackAsItWas() throws IOException {
    Event.TrialFinished alone =
        ALL.stream()
            .filter(Event.TrialFinished.class::isInstance)
            .map(Event.TrialFinished.class::cast)
            .findFirst()
            .orElseThrow();
    Outcome one = alone.outcome();
    Outcome beside =
        new Outcome(
            one.trial(),
            one.status(),
            one.reason(),
            one.error(),
            one.measurements(),
            one.test(),
            one.parameters(),
            one.saved(),
            one.timing(),
            one.place().besides(7));
    List<Event> events =
        List.of(
            new Event.TrialFinished(alone.trial(), beside, alone.queueSeconds(), alone.atMillis()));
    byte[] written = new JournalFile(1, JournalFile.Writing.WHOLE, "", events).encode();
    assertThat(text(written)).contains("\"attempt\":0,\"fusedWith\":7}");
    assertThat(JournalFile.decode("here", written, 1, "").events()).isEqualTo(events);
  }

  @Test
  void whatEarlyStoppingKnowsComesBackAsItWas() throws IOException {
    Event.TrialPaused paused =
        ALL.stream()
            .filter(Event.TrialPaused.class::isInstance)
            .map(Event.TrialPaused.class::cast)
            .findFirst()
            .orElseThrow();
    Outcome one = paused.outcome();
    Measurement best = one.measurements().get(0);
    Outcome known =
        one.savedAs(
            List.of(
                new Checkpoint(
                    2,
                    0.5,
                    new CheckpointRef("two.zip"),
                    List.of(new BestEpoch(best, 1, 0.25, new CheckpointRef("two.zip.best"))))));
    Outcome ended =
        new Outcome(
            one.trial(),
            Outcome.Status.COMPLETED,
            "ended early",
            "",
            one.measurements(),
            List.of(),
            one.parameters(),
            List.of(),
            one.timing(),
            one.place(),
            List.of(best));
    List<Event> events =
        List.of(
            new Event.TrialPaused(one.trial(), known, 1, 2),
            new Event.TrialFinished(one.trial(), ended, 1, 2),
            new Event.Retrained(one.trial(), 0, 3, ended, "model", 4));
    byte[] written = new JournalFile(1, JournalFile.Writing.WHOLE, "", events).encode();
    assertThat(JournalFile.decode("here", written, 1, "").events()).isEqualTo(events);
  }

  @Test
  void inFormatOneTrialsTrainToTheirEndAndNothingElseIsMissing() throws IOException {
    JournalFile file = JournalFile.decode("here", read("format-1.json"), 1, "");
    assertThat(file.events()).isEqualTo(OLD);
    assertThat(History.of(file.events()).best(1).get(0).objective()).isEqualTo(0.5);
  }

  @Test
  void aJournalFromBeforeThereWereFoldsHasNone() throws IOException {
    JournalFile file = JournalFile.decode("here", read("format-1-before-folds.json"), 1, "");
    assertThat(file.events()).isEqualTo(OLD.subList(0, 5));
  }

  @Test
  void filesAreMergedAsEver() throws IOException {
    byte[] first = read("format-3.json");
    String hash = JournalFile.sha256(first, 0);
    byte[] second = new JournalFile(2, JournalFile.Writing.WHOLE, hash, LATER).encode();
    byte[] merged =
        MergedFile.encode(
            List.of(
                VerifiedFile.of("here", first, JournalPiece.appended(1), ""),
                VerifiedFile.of("here", second, JournalPiece.appended(2), hash)));
    assertThat(text(merged)).isEqualTo(text(read("merged-format-3.json")));
  }

  @Test
  void aMergedFileIsReadAsEver() throws IOException {
    VerifiedFile file =
        VerifiedFile.of("here", read("merged-format-3.json"), new JournalPiece(1, 2), "");
    assertThat(file.events()).startsWith(ALL.toArray(Event[]::new)).endsWith(LATER.get(0));
    assertThat(file.events()).hasSize(ALL.size() + 1);
    String hash = JournalFile.sha256(read("format-3.json"), 0);
    byte[] second = new JournalFile(2, JournalFile.Writing.WHOLE, hash, LATER).encode();
    assertThat(file.hash()).isEqualTo(JournalFile.sha256(second, 0));
  }

  @Test
  void aMergedFileOfFormatTwoIsReadAsEver() throws IOException {
    VerifiedFile file =
        VerifiedFile.of("here", read("merged-format-2.json"), new JournalPiece(1, 2), "");
    assertThat(file.events()).startsWith(SECOND.toArray(Event[]::new)).endsWith(LATER.get(0));
    assertThat(file.events()).hasSize(SECOND.size() + 1);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream stream = JournalFormatTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
