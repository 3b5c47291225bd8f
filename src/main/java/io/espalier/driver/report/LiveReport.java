package io.espalier.driver.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.espalier.search.history.History;
import java.util.List;
import java.util.Map;

/** The page of a run that goes on: whole for whoever comes, and then what changes of it. */
public final class LiveReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SearchFacts facts;

  /**
   * The page of a run.
   *
   * @param facts what is known of its experiment
   */
  public LiveReport(SearchFacts facts) {
    this.facts = facts;
  }

  /** The page before its run has a record; it asks for {@code events} until it has. */
  public static String waiting() {
    return PageParts.text("waiting.mustache");
  }

  /** The page as HTML. It asks for {@code events} and {@code parts} beside itself. */
  public String html(History history) {
    return Page.live(content(history)).html();
  }

  /**
   * What changes of the page while the run goes on: parts of it as HTML, and {@code numbers}, which
   * its scripts draw.
   *
   * @return a JSON object
   */
  public ObjectNode parts(History history) {
    List<ParameterView> parameters = PageData.parameters(history, facts);
    Map<String, Object> view =
        Map.of(
            "won", WonView.of(content(history)),
            "tried", TriedView.of(history, facts, parameters, Page.objectives(history.opened())));
    ObjectNode parts = JSON.createObjectNode();
    for (String part : List.of("won", "tried", "failures")) {
      parts.put(part, Page.part(part, view));
    }
    parts.putRawValue("numbers", new RawValue(new PageData(history, parameters).json()));
    return parts;
  }

  private ReportContent content(History history) {
    return new ReportContent(history, facts, List.of(), List.of(), List.of());
  }
}
