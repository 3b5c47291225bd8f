package io.espalier.driver.report;

import io.espalier.driver.journal.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What pages have within themselves: our template, styles and scripts, and the libraries'. */
final class PageParts {
  private static final String LIBRARIES = "/META-INF/resources/webjars/";

  private static final List<String> OURS =
      List.of("numbers.js", "theme.js", "trials.js", "why.js", "how.js", "tables.js", "page.js");

  /** A browser's tools would ask for what it names. */
  private static final String SOURCE_MAP = "# sourceMappingURL=";

  private static final Pattern SOURCE_MAP_LINE =
      Pattern.compile("(?m)^(//|/\\*)" + SOURCE_MAP + ".*$");

  private PageParts() {}

  /** The template's text; its partials are named as their files. */
  static Reader template(String name) {
    return new InputStreamReader(open(name + ".mustache"), StandardCharsets.UTF_8);
  }

  static List<String> styles() {
    return List.of(
        library("tabulator", "tabulator-tables", "css/tabulator.min.css"), own("page.css"));
  }

  /**
   * The libraries, then ours.
   *
   * @param live whether the page is told what happens
   */
  static List<String> scripts(boolean live) {
    return Stream.of(
            Stream.of(
                library("echarts", "echarts", "echarts.min.js"),
                library("tabulator", "tabulator-tables", "js/tabulator.min.js")),
            OURS.stream().map(PageParts::own),
            live ? Stream.of(own("live.js")) : Stream.<String>empty())
        .flatMap(all -> all)
        .map(script -> script.replace("</script", "<\\/script"))
        .toList();
  }

  private static String library(String version, String name, String file) {
    String path = name + "/" + Provenance.built(version) + "/dist/" + file;
    String text = text(LIBRARIES + path);
    int named = text.indexOf(SOURCE_MAP); // a pattern takes long over a million characters
    if (named < 0) {
      return text;
    }
    int line = text.lastIndexOf('\n', named) + 1;
    return text.substring(0, line) + SOURCE_MAP_LINE.matcher(text.substring(line)).replaceAll("");
  }

  private static String own(String name) {
    return text(name);
  }

  /** A file on the class path. */
  static String text(String path) {
    try (InputStream stream = open(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(path + " on the class path cannot be read", failure);
    }
  }

  private static InputStream open(String path) {
    InputStream stream = PageParts.class.getResourceAsStream(path);
    if (stream == null) {
      throw new IllegalStateException(path + " is not on the class path");
    }
    return stream;
  }
}
