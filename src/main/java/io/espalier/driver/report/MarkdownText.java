package io.espalier.driver.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.util.regex.Pattern;

/** Text that stays text within Markdown as GitHub reads it. */
public final class MarkdownText {
  private static final Pattern LINE_BREAK = Pattern.compile("\\R\\s*");

  /** What begins a table's cell, emphasis, code, a link, an element, an entity or a mention. */
  static final Mustache.Escaper ESCAPER =
      Escapers.simple(
          new String[][] {
            {"\\", "\\\\"}, {"|", "\\|"}, {"`", "\\`"}, {"*", "\\*"}, {"_", "\\_"}, {"[", "\\["},
            {"]", "\\]"}, {"~", "\\~"}, {"$", "\\$"}, {"#", "\\#"}, {"!", "\\!"}, {"@", "@\u200b"},
            {"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\r", " "}, {"\n", " "}
          });

  private MarkdownText() {}

  /** A text as a cell of a table, or within a line. */
  public static String cell(String text) {
    return ESCAPER.escape(LINE_BREAK.matcher(text).replaceAll(" "));
  }
}
