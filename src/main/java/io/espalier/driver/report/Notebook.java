package io.espalier.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.samskivert.mustache.Escapers;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Jupyter notebook (nbformat 4.5): cells of Markdown, and cells of code with what they gave as if
 * they had run.
 */
final class Notebook {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final ObjectNode notebook = JSON.createObjectNode();
  private final ArrayNode cells = notebook.putArray("cells");
  private int executed;

  Notebook() {
    ObjectNode metadata = notebook.putObject("metadata");
    metadata
        .putObject("kernelspec")
        .put("display_name", "Python 3")
        .put("language", "python")
        .put("name", "python3");
    metadata.putObject("language_info").put("name", "python");
    notebook.put("nbformat", 4).put("nbformat_minor", 5);
  }

  void markdown(String text) {
    cell("markdown", text);
  }

  /** Code whose value is a table. */
  void table(String code, List<String> header, List<List<String>> rows) {
    output("execute_result", code, Map.of("text/html", html(header, rows)), plain(header, rows));
  }

  /**
   * Code that shows a picture.
   *
   * @param png as Base64; empty where it is not to be kept in the notebook
   */
  void picture(String code, String caption, String png) {
    output(
        "display_data",
        code,
        png.isEmpty() ? Map.of() : Map.of("image/png", png),
        png.isEmpty() ? caption + " (run this cell to see it)" : caption);
  }

  /** Code that shows nothing. */
  void code(String code) {
    executed++;
    cell("code", code).put("execution_count", executed).putArray("outputs");
  }

  String json() {
    try {
      return JSON.writeValueAsString(notebook) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("a tree of JSON has no text", impossible);
    }
  }

  /** A text as a literal of Python. */
  static String literal(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  private void output(String kind, String code, Map<String, String> data, String plain) {
    executed++;
    ObjectNode cell = cell("code", code).put("execution_count", executed);
    ObjectNode output = cell.putArray("outputs").addObject().put("output_type", kind);
    if (kind.equals("execute_result")) {
      output.put("execution_count", executed);
    }
    ObjectNode bundle = output.putObject("data");
    new TreeMap<>(data).forEach(bundle::put);
    bundle.put("text/plain", plain);
    output.putObject("metadata");
  }

  private ObjectNode cell(String kind, String source) {
    ObjectNode cell = cells.addObject();
    cell.put("cell_type", kind).put("id", "cell-" + cells.size()).putObject("metadata");
    return cell.put("source", source);
  }

  private static String html(List<String> header, List<List<String>> rows) {
    StringBuilder html = new StringBuilder("<table><thead>");
    row(html, "th", header);
    html.append("</thead><tbody>");
    rows.forEach(row -> row(html, "td", row));
    return html.append("</tbody></table>").toString();
  }

  private static void row(StringBuilder html, String element, List<String> cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append('<').append(element).append('>');
      html.append(Escapers.HTML.escape(cell)).append("</").append(element).append('>');
    }
    html.append("</tr>");
  }

  private static String plain(List<String> header, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(String.join("\t", header));
    rows.forEach(row -> text.append('\n').append(String.join("\t", row)));
    return text.toString();
  }
}
