package io.espalier.data.tables;

import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.DataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the columns in the first lines of a CSV file. */
final class CsvHeader {
  private final String file;
  private final CsvForm form;
  private final List<List<String>> lines;

  /** Looks at the first lines, of which there is at least one, or else the file is refused. */
  CsvHeader(String file, CsvForm form, List<List<String>> lines) {
    this.file = file;
    this.form = form;
    this.lines = lines;
  }

  TableHeader header() {
    if (lines.isEmpty()) {
      throw new DataException(
          file
              + ": expected "
              + (form.firstLine() == FirstLine.DATA ? "rows" : "a header")
              + ", found "
              + (form.skip() > 0 ? "nothing after " + form.skip() + " lines" : "an empty file"));
    }
    CsvHints.refuseOtherForm(file, form, lines);
    return form.firstLine() == FirstLine.DATA ? numbered() : named();
  }

  private TableHeader numbered() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= lines.get(0).size(); i++) {
      names.add("c" + i);
    }
    int last = names.size() - 1;
    boolean trailing = last > 0 && lines.stream().allMatch(line -> emptyAt(line, last));
    return new TableHeader(
        names, trailing ? List.of(names.get(last)) : List.of(), List.of(), List.of());
  }

  private static boolean emptyAt(List<String> line, int column) {
    return line.size() <= column || line.get(column).isEmpty();
  }

  private TableHeader named() {
    List<String> found = lines.get(0);
    List<String> names = new ArrayList<>();
    List<String> unnamed = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    Set<String> taken = new HashSet<>(found);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      String wanted = found.get(i);
      String name = wanted;
      if (wanted.isEmpty()) {
        name = free("c" + (i + 1), taken, seen);
        unnamed.add(name);
      } else if (seen.contains(wanted)) {
        name = free(wanted, taken, seen);
        notices.add(
            file + ": two columns are called \"" + wanted + "\"; the later is \"" + name + "\"");
      } else if (i == 0 && wanted.equals("Unnamed: 0")) {
        unnamed.add(name);
      }
      seen.add(name);
      names.add(name);
    }
    if (form.firstLine() == FirstLine.UNSAID && CsvHints.mostlyNumbers(found)) {
      notices.add(
          file
              + ": the first line is taken as names, though most of it are numbers; if it is data,"
              + " set data.header = false");
    }
    return new TableHeader(names, unnamed, List.of(), notices);
  }

  /** The name itself if nobody has it, else the first of name.2, name.3, … that is free. */
  private static String free(String name, Set<String> taken, Set<String> seen) {
    String free = name;
    for (int i = 2; taken.contains(free) || seen.contains(free); i++) {
      free = name + "." + i;
    }
    return free;
  }
}
