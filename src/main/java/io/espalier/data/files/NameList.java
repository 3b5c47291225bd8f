package io.espalier.data.files;

import java.util.List;

/** Names in a message. */
public final class NameList {
  private static final int MOST_NAMES_SHOWN = 20;

  private NameList() {}

  /** The names with commas between; of very many the first, and how many there are. */
  public static String shown(List<String> names) {
    String head = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES_SHOWN)));
    return names.size() > MOST_NAMES_SHOWN ? head + ", … (" + names.size() + " in all)" : head;
  }
}
