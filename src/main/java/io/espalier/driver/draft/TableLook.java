package io.espalier.driver.draft;

import io.espalier.ConfigurationException;
import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.TableSpec;
import io.espalier.data.tables.CellSink;
import io.espalier.data.tables.CsvSniffer;
import io.espalier.data.tables.TableFile;
import io.espalier.data.tables.TableFiles;
import io.espalier.driver.hocon.Quoted;
import io.espalier.search.space.NearestWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Looks at a table: its form, its columns, and which of them is to be predicted. */
final class TableLook {
  /** Names that say of themselves that a column is to be predicted. */
  private static final List<String> LABELS = List.of("label", "target", "class", "y");

  /** Whole numbers, or words, of so many kinds are classes. */
  private static final int MOST_CLASSES = 20;

  private static final int MOST_CLASSES_OF_TEXT = 1_000;
  private static final int MOST_NAMES_SHOWN = 30;

  private final Configuration hadoop;
  private final List<String> lines = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private boolean guessed;

  TableLook(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Looks at a table.
   *
   * @param first a file of it
   * @param test the test part's file; empty for none
   * @param label the column to predict; empty if nobody said
   * @throws ConfigurationException if it is not plain which column is to be predicted
   */
  Found look(
      Format format,
      Path path,
      Path first,
      Optional<Path> test,
      String name,
      Optional<String> label) {
    CsvForm form = format == Format.CSV ? new CsvSniffer(hadoop).form(first) : CsvForm.USUAL;
    List<TableFile> files = new TableFiles(hadoop).open(format, path.toString(), form);
    Map<String, ColumnLook> columns = columns(files);
    String predicted = predicted(columns, label);
    entries.add(new Entry("source", format.name().toLowerCase(Locale.ROOT)));
    entries.add(new Entry("path", Quoted.text(PathLook.absolute(path, hadoop))));
    test.filter(file -> holds(format, file, form, predicted))
        .ifPresent(
            file ->
                entries.add(new Entry("test-path", Quoted.text(PathLook.absolute(file, hadoop)))));
    form(form);
    return found(path.getName(), name, columns, predicted, form.separator().equals(";"));
  }

  /**
   * Looks at a table of a Spark session.
   *
   * @param source the lines of the data block that say which
   * @param label the column to predict; empty if nobody said
   * @throws ConfigurationException if it is not plain which column is to be predicted
   */
  Found look(TableFile table, List<Entry> source, String name, Optional<String> label) {
    Map<String, ColumnLook> columns = columns(List.of(table));
    String predicted = predicted(columns, label);
    entries.add(new Entry("source", "table"));
    entries.addAll(source);
    return found(name, name, columns, predicted, false);
  }

  private Found found(
      String title,
      String name,
      Map<String, ColumnLook> columns,
      String predicted,
      boolean commas) {
    ColumnLook target = columns.getOrDefault(predicted, new ColumnLook());
    label(predicted, target);
    holes(columns, predicted);
    rules(columns, predicted, commas);
    lines.add(
        0,
        String.format(
            Locale.ROOT,
            "%s: a table of %,d rows and %d columns",
            title,
            target.rows(),
            columns.size()));
    return new Found(Found.Kind.TABLE, name, entries, lines);
  }

  private static Map<String, ColumnLook> columns(List<TableFile> files) {
    Map<String, ColumnLook> columns = new LinkedHashMap<>();
    files.get(0).header().names().forEach(column -> columns.put(column, new ColumnLook()));
    for (TableFile file : files) {
      file.read(new LinkedHashMap<String, CellSink>(columns));
    }
    return columns;
  }

  private boolean holds(Format format, Path file, CsvForm form, String column) {
    boolean holds =
        new TableFiles(hadoop)
            .open(format, file.toString(), form)
            .get(0)
            .header()
            .names()
            .contains(column);
    lines.add(
        file.getName()
            + (holds
                ? " is the test part"
                : " has no column " + column + ": it is to be predicted, not to be tested on"));
    return holds;
  }

  /** How the file is written, as far as that is not usual. */
  private void form(CsvForm form) {
    if (form.firstLine() == FirstLine.DATA) {
      entries.add(new Entry("header", "false", "the first line is data; columns are c1, c2, …"));
    }
    if (form.skip() > 0) {
      entries.add(new Entry("skip", Integer.toString(form.skip()), "lines before the table"));
    }
    if (!form.separator().equals(",")) {
      String word = form.separator().equals("\t") ? "tab" : form.separator();
      entries.add(new Entry("separator", Quoted.text(word)));
    }
    if (!form.comment().isEmpty()) {
      entries.add(new Entry("comment", Quoted.text(form.comment()), "begins lines to leave out"));
    }
    if (!form.charset().equals(CsvForm.USUAL.charset())) {
      entries.add(new Entry("charset", form.charset()));
    }
  }

  /** The column to predict: the one said, or the one that is plain. */
  private String predicted(Map<String, ColumnLook> columns, Optional<String> said) {
    List<String> names = List.copyOf(columns.keySet());
    if (said.isPresent()) {
      return named(names, said.get());
    }
    List<String> called =
        names.stream().filter(name -> LABELS.contains(name.toLowerCase(Locale.ROOT))).toList();
    String last = names.get(names.size() - 1);
    ColumnLook end = columns.getOrDefault(last, new ColumnLook());
    boolean plain = end.numberCells() == 0 && !end.texts().isEmpty();
    if (called.size() == 1 || (plain && end.distinct() <= MOST_CLASSES && end.distinct() > 1)) {
      String guess = called.size() == 1 ? called.get(0) : last;
      guessed = true;
      return guess;
    }
    throw new ConfigurationException(
        "which column is to be predicted? Say --label NAME; the columns are " + shown(names));
  }

  private static String named(List<String> names, String said) {
    if (names.contains(said)) {
      return said;
    }
    if (said.equals(TableSpec.LAST)) {
      return names.get(names.size() - 1);
    }
    if (said.matches("\\d{1,6}") && Integer.parseInt(said) <= names.size() && !said.matches("0+")) {
      return names.get(Integer.parseInt(said) - 1);
    }
    throw new ConfigurationException(
        "there is no column '"
            + said
            + "'; the columns are "
            + shown(names)
            + NearestWord.hint(said, names));
  }

  private void label(String name, ColumnLook column) {
    boolean numbers = Cells.numbers(column.texts().keySet(), false).isPresent();
    boolean text = !column.texts().isEmpty() && !numbers;
    boolean classes = text || (!numbers && column.whole() && column.distinct() <= MOST_CLASSES);
    if (text && column.distinct() > MOST_CLASSES_OF_TEXT) {
      throw new ConfigurationException(
          "column '"
              + name
              + "' has at least "
              + column.distinct()
              + " different texts, too many for classes; say another one by --label");
    }
    entries.add(
        new Entry(
            "label",
            Quoted.text(name),
            classes ? column.distinct() + " classes" : "a number; of classes: regression = false"));
    if (!classes) {
      entries.add(new Entry("regression", "true"));
    }
    lines.add(
        name
            + " is to be predicted: "
            + (classes ? column.distinct() + " classes" : "a number")
            + (guessed ? " (a guess; --label says otherwise)" : ""));
    if (column.holes() > 0) {
      entries.add(
          new Entry(
              "missing-label", "drop", "leaves out " + column.holes() + " rows without a label"));
    }
  }

  private void holes(Map<String, ColumnLook> columns, String label) {
    List<String> with = new ArrayList<>();
    columns.forEach(
        (name, column) -> {
          if (column.holes() > 0 && !name.equals(label)) {
            with.add(name + " " + column.holes());
          }
        });
    if (!with.isEmpty()) {
      lines.add("holes: " + shown(with));
      entries.add(new Entry("missing", "median", "holes of text are a category; or mean, drop, …"));
      entries.add(new Entry("indicator", "true", "one more input says where the holes were"));
    }
  }

  /** What is said of single columns, and which are no inputs. */
  private void rules(Map<String, ColumnLook> columns, String label, boolean commas) {
    List<String> rules = new ArrayList<>();
    List<String> except = new ArrayList<>();
    columns.forEach(
        (name, column) -> {
          Optional<String> keys = new ColumnNote(column, commas).keys();
          keys.ifPresent(
              k -> {
                rules.add("  " + Quoted.key(name) + " { " + k + " }");
                lines.add(name + " is read with " + k);
              });
          if (keys.isEmpty() && !name.equals(label)) {
            ColumnNote.objection(name, column)
                .ifPresent(
                    why -> {
                      except.add(name);
                      lines.add(name + " is left out: " + why);
                    });
          }
        });
    if (!except.isEmpty()) {
      entries.add(
          new Entry(
              "except",
              "[" + String.join(", ", except.stream().map(Quoted::text).toList()) + "]",
              "no inputs"));
    }
    if (!rules.isEmpty()) {
      rules.add(0, "{");
      rules.add("}");
      entries.add(new Entry("columns", String.join("\n", rules)));
    }
  }

  private static String shown(List<String> names) {
    int shown = Math.min(names.size(), MOST_NAMES_SHOWN);
    String head = String.join(", ", names.subList(0, shown));
    return shown < names.size() ? head + ", … (" + names.size() + " in all)" : head;
  }
}
