package io.espalier.driver.journal;

import io.espalier.driver.journal.JournalFile.Writing;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a journal holds, verified.
 *
 * @param files how many whole files there are
 * @param lastHash SHA-256 of the last of them; empty if there is none
 * @param torn the name of a further file of which only the beginning was written
 */
record JournalContent(List<Event> events, int files, String lastHash, Optional<String> torn) {
  private static final Logger LOG = LoggerFactory.getLogger(JournalContent.class);

  static JournalContent read(Folder folder, JournalStore store) throws IOException {
    List<String> names = store.names().stream().filter(JournalFile::isName).toList();
    List<Event> events = new ArrayList<>();
    String previous = "";
    Optional<Writing> before = Optional.empty();
    for (int i = 0; i < names.size(); i++) {
      requireNumber(folder, names.get(i), i + 1);
      byte[] bytes = store.read(names.get(i));
      boolean last = i == names.size() - 1;
      if (last && JournalFile.torn(bytes, before)) {
        return new JournalContent(events, i, previous, Optional.of(names.get(i)));
      }
      JournalFile file =
          JournalFile.decode(folder.child(names.get(i)).text(), bytes, i + 1, previous);
      events.addAll(file.events());
      previous = JournalFile.sha256(bytes, 0);
      before = Optional.of(file.writing());
    }
    return new JournalContent(events, names.size(), previous, Optional.empty());
  }

  private static void requireNumber(Folder folder, String name, int expected) {
    if (JournalFile.number(name) != expected) {
      throw new JournalException(
          folder.child(JournalFile.name(expected)).text()
              + " is missing, but "
              + name
              + " is there: the journal is damaged");
    }
  }

  /** Moves a torn file out of the way; its events were never acknowledged. */
  JournalContent setAside(Folder folder, JournalStore store) throws IOException {
    if (torn.isPresent()) {
      String name = torn.get() + ".torn";
      store.rename(torn.get(), name);
      LOG.warn(
          "{} broke off in the middle when the process ended; it is kept as {} and the run goes on"
              + " from the file before it",
          folder.child(torn.get()).text(),
          name);
    }
    return new JournalContent(events, files, lastHash, Optional.empty());
  }
}
