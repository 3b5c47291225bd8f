package io.espalier.driver.report;

import io.espalier.search.history.History;
import java.util.List;

/**
 * All that a report is made of.
 *
 * @param history the run's record
 * @param facts what is known beside it
 * @param models the retrained models, best first
 * @param samples test examples that are looked at one by one
 * @param notes what could not be looked at, and why; a line each
 */
public record ReportContent(
    History history,
    SearchFacts facts,
    List<ModelView> models,
    List<SampleView> samples,
    List<String> notes) {
  public ReportContent {
    models = List.copyOf(models);
    samples = List.copyOf(samples);
    notes = List.copyOf(notes);
  }

  /** Names of the classes; empty for a regression. */
  List<String> classes() {
    return history.opened().classes();
  }
}
