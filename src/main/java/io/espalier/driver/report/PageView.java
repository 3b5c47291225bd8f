package io.espalier.driver.report;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the page's template asks for.
 *
 * @param notes what a reader should know first
 * @param data the split of the data; empty where it is not known
 * @param search pictures of the search, for readers that draw none by themselves
 * @param scripts what the page does, in the order in which it is to be loaded
 * @param numbers what the scripts draw, as JSON
 * @param live whether the run goes on and the page is told of it
 */
record PageView(
    String title,
    List<String> notes,
    WonView won,
    TriedView tried,
    List<DataTable> data,
    List<PagePicture> search,
    RetrainedView retrained,
    List<ModelSection> models,
    RepeatView repeat,
    List<String> styles,
    List<String> scripts,
    String numbers,
    boolean live) {

  /** The parts of the data as a table, and facts beside it. */
  record DataTable(List<Fact> facts, List<String> header, List<List<String>> rows) {
    static DataTable of(DataFacts data) {
      List<String> header = new ArrayList<>(List.of("part", "examples"));
      header.addAll(data.classes());
      List<List<String>> rows = new ArrayList<>();
      for (DataFacts.PartFacts part : data.parts()) {
        List<String> row = new ArrayList<>(List.of(part.name(), part.examples() + ""));
        part.classes().forEach(count -> row.add(count.toString()));
        rows.add(row);
      }
      return new DataTable(data.facts(), header, rows);
    }
  }

  /**
   * A retrained model, or what several have together.
   *
   * @param report the classification report; empty where there is none
   */
  record ModelSection(String title, String report, List<PagePicture> pictures) {
    /** The report as a block of code of Markdown, in which everything is text. */
    String indentedReport() {
      return report.indent(4);
    }
  }

  /**
   * A picture with its numbers.
   *
   * @param file its path beside the page, without ending
   * @param source a {@code data:} address; empty where the page has no room for it
   */
  record PagePicture(String caption, String file, String source) {}
}
