package io.espalier.driver.report;

import com.samskivert.mustache.Mustache;
import io.espalier.search.history.Event;
import io.espalier.search.history.Objective;
import java.util.ArrayList;
import java.util.List;

/** The report as one page of HTML that is whole in itself: it asks for nothing outside. */
final class Page {
  private final ReportContent content;
  private final List<String> notes;
  private final List<PageView.ModelSection> models;

  Page(ReportContent content, List<String> notes, List<PageView.ModelSection> models) {
    this.content = content;
    this.notes = notes;
    this.models = models;
  }

  String html() {
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .withLoader(PageParts::template)
        .compile(PageParts.template("page"))
        .execute(view());
  }

  private PageView view() {
    Event.RunOpened run = content.history().opened();
    List<ParameterView> parameters = PageData.parameters(content.history(), content.facts());
    return new PageView(
        run.experiment() + ", run " + run.run(),
        notes,
        WonView.of(content),
        TriedView.of(content.history(), content.facts(), parameters, objectives(run)),
        content.facts().data().stream().map(PageView.DataTable::of).toList(),
        RetrainedView.of(content.models()),
        models,
        RepeatView.of(content.history(), content.facts()),
        PageParts.styles(),
        PageParts.scripts(),
        new PageData(content.history(), parameters).json());
  }

  private static String objectives(Event.RunOpened run) {
    List<String> all = new ArrayList<>();
    for (Objective one : run.objectives()) {
      all.add(
          (one.goal() == Objective.Goal.MINIMIZE ? "lowest " : "highest ")
              + one.metric()
              + (one.at() == Objective.At.LAST ? " after the last epoch" : " of any epoch"));
    }
    return String.join("; ", all);
  }
}
