package io.espalier.driver.journal;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What a look at a run's record finds; nothing is changed.
 *
 * @param events those of its beginning that can be read and follow each other; all, unless it is
 *     damaged
 * @param files how many files they were appended as
 * @param remarks what is odd and does no harm, a line each
 * @param damage why the record ends there, in one line that names the file
 * @param behind names of the files behind the damage, which nothing reads
 */
public record JournalHealth(
    List<Event> events,
    int files,
    List<String> remarks,
    Optional<String> damage,
    List<String> behind) {
  private static final String JOURNAL = "journal";

  public JournalHealth {
    events = List.copyOf(events);
    remarks = List.copyOf(remarks);
    behind = List.copyOf(behind);
  }

  /**
   * Looks at the record of a run.
   *
   * @param run the run's folder, a local path or Hadoop URI
   * @throws JournalException if it cannot be read at all, or is of a newer Espalier
   */
  public static JournalHealth of(String run, Configuration hadoop) {
    Folder folder = Folder.of(run, hadoop).child(JOURNAL);
    try {
      return of(folder, JournalStore.forReading(folder));
    } catch (IOException e) {
      throw new JournalException(folder.text() + " cannot be read: " + Folder.firstLine(e), e);
    }
  }

  static JournalHealth of(Folder folder, JournalStore store) throws IOException {
    JournalContent content = JournalContent.readable(folder, store);
    List<Event> events = new ArrayList<>();
    Optional<String> contradiction = replay(content.events(), events);
    List<String> names = store.names();
    List<JournalPiece> behind =
        JournalContent.pieces(names).stream()
            .filter(piece -> content.damage().isPresent() && piece.last() > content.files())
            .toList();
    return new JournalHealth(
        events,
        content.files(),
        remarks(names, content),
        contradiction
            .map(why -> folder.text() + " contradicts itself: " + why)
            .or(() -> content.damage().map(DamagedJournalException::getMessage)),
        behind.stream().map(JournalPiece::name).toList());
  }

  /** Takes over what can follow what is known; why it ends before the end, if so. */
  private static Optional<String> replay(List<Event> all, List<Event> taken) {
    History history = new History();
    for (Event event : all) {
      try {
        history.append(event);
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
      taken.add(event);
    }
    return Optional.empty();
  }

  private static List<String> remarks(List<String> names, JournalContent content) {
    List<String> remarks = new ArrayList<>();
    content
        .torn()
        .ifPresent(
            name ->
                remarks.add(
                    name
                        + " broke off when the process or the machine ended; the run goes on from"
                        + " the file before it"));
    for (String name : names) {
      if (name.endsWith(JournalContent.SET_ASIDE)) {
        remarks.add(name + " broke off earlier and was set aside");
      } else if (JournalStore.isTemporary(name)) {
        remarks.add(name + " was being written when the process ended; the next start removes it");
      } else if (JournalPiece.of(name).isEmpty()) {
        remarks.add(name + " is no file of a record and is not read");
      }
    }
    return remarks;
  }
}
