package io.espalier.driver.conf;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.CsvForm.FirstLine;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.StepRows;
import io.espalier.data.TableSpec;
import io.espalier.driver.hocon.Node;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads how a table is read and what is done with its columns. */
final class TableSourceReader {
  private static final List<String> MISSING_LABEL = List.of("refuse", "drop");

  private TableSourceReader() {}

  static DataSource read(Section section, Format format, String path) {
    String testPath = section.text("test-path", "");
    return new DataSource.Table(
        format,
        path,
        testPath.isEmpty() ? "" : DataSourceReader.below(section.text("root", ""), testPath),
        format == Format.CSV ? csv(section) : CsvForm.USUAL,
        spec(section));
  }

  private static CsvForm csv(Section section) {
    FirstLine first = FirstLine.UNSAID;
    if (section.has("header")) {
      first = section.flag("header", true) ? FirstLine.NAMES : FirstLine.DATA;
    }
    int skip = section.whole("skip", 0, lines -> with(CsvForm.USUAL, lines, ","));
    String separator = separator(section);
    CsvForm usual = CsvForm.USUAL;
    String comment =
        checked(
            section,
            "comment",
            usual.comment(),
            text -> new CsvForm(usual.firstLine(), 0, ",", text, usual.charset()));
    String charset =
        checked(
            section,
            "charset",
            usual.charset(),
            text -> new CsvForm(usual.firstLine(), 0, ",", "", text));
    return new CsvForm(first, skip, separator, comment, charset);
  }

  private static String separator(Section section) {
    String written = section.text("separator", CsvForm.USUAL.separator());
    String separator = written.equals("tab") ? "\t" : written;
    return accepted(
        section, "separator", separator, CsvForm.USUAL.separator(), s -> with(CsvForm.USUAL, 0, s));
  }

  private static void with(CsvForm form, int skip, String separator) {
    new CsvForm(form.firstLine(), skip, separator, form.comment(), form.charset());
  }

  private static String checked(Section section, String key, String fallback, TextCheck check) {
    return accepted(section, key, section.text(key, fallback), fallback, check);
  }

  /** Refuses a text by throwing {@link IllegalArgumentException}. */
  interface TextCheck {
    void accept(String text);
  }

  private static String accepted(
      Section section, String key, String text, String fallback, TextCheck check) {
    try {
      check.accept(text);
      return text;
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return fallback;
    }
  }

  /** What is done with the columns. */
  static TableSpec spec(Section section) {
    section.require("label", "the column to predict: its name, its number from 1, or last");
    List<String> labels = section.texts("label");
    boolean regression = section.flag("regression", false);
    ColumnRules all = ColumnRulesReader.read(section, ColumnRules.USUAL);
    boolean drop =
        section.oneOf("missing-label", MISSING_LABEL, MISSING_LABEL.get(0)).equals("drop");
    return new TableSpec(
        labels.isEmpty() ? List.of(TableSpec.LAST) : labels,
        regression,
        section.texts("features"),
        section.texts("except"),
        section.texts("categorical"),
        drop,
        all,
        columns(section.section("columns"), all),
        steps(section));
  }

  private static StepRows steps(Section section) {
    if (!section.has("sequence")) {
      return StepRows.NONE;
    }
    Section block = section.section("sequence");
    block.require("by", "the columns that tell sequences apart: all rows of one are alike in them");
    block.require("order", "the column of numbers or dates that orders the steps of a sequence");
    List<String> by = block.texts("by");
    String order = block.text("order", "");
    block.close(" of data.sequence");
    try {
      return new StepRows(by, order);
    } catch (IllegalArgumentException e) {
      if (block.has("by") && block.has("order")) {
        section.problem("sequence", String.valueOf(e.getMessage()));
      }
      return StepRows.NONE;
    }
  }

  private static SortedMap<String, ColumnRules> columns(Section section, ColumnRules all) {
    SortedMap<String, ColumnRules> columns = new TreeMap<>();
    for (String name : section.keys()) {
      section
          .node(name)
          .ifPresent(
              node -> {
                String path = Section.join(section.path(), name);
                Section column = column(section, node, path);
                ColumnRules.Kind kind =
                    column.word("kind", ColumnRules.Kind.class, ColumnRules.Kind.AUTO);
                columns.put(name, rules(column, all, kind));
                column.close(" of a column");
              });
    }
    return columns;
  }

  private static ColumnRules rules(Section column, ColumnRules all, ColumnRules.Kind kind) {
    ColumnRules rules = ColumnRulesReader.read(column, all).withKind(kind);
    if (kind == ColumnRules.Kind.TOKENS) {
      return rules.withVocabulary(ColumnRulesReader.vocabulary(column));
    }
    for (String key : ColumnRulesReader.VOCABULARY) {
      column.refuse(key, "is for columns of kind = tokens; leave it out");
    }
    return rules;
  }

  private static Section column(Section section, Node node, String path) {
    return section.section(node, path);
  }
}
