package io.espalier.driver.report;

import com.samskivert.mustache.Mustache;
import io.espalier.search.history.Event;
import io.espalier.search.history.Objective;
import java.util.ArrayList;
import java.util.List;

/** The report as a page of HTML that is whole in itself, and as Markdown beside its pictures. */
final class Page {
  private final PageView view;

  private Page(PageView view) {
    this.view = view;
  }

  /**
   * The page of a run.
   *
   * @param search pictures of the search, which HTML draws by itself
   */
  static Page of(
      ReportContent content,
      List<String> notes,
      List<PageView.PagePicture> search,
      List<PageView.ModelSection> models) {
    Event.RunOpened run = content.history().opened();
    List<ParameterView> parameters = PageData.parameters(content.history(), content.facts());
    return new Page(
        new PageView(
            run.experiment() + ", run " + run.run(),
            notes,
            WonView.of(content),
            TriedView.of(content.history(), content.facts(), parameters, objectives(run)),
            content.facts().data().stream().map(PageView.DataTable::of).toList(),
            search,
            RetrainedView.of(content.models()),
            models,
            RepeatView.of(content.history(), content.facts()),
            PageParts.styles(),
            PageParts.scripts(),
            new PageData(content.history(), parameters).json()));
  }

  PageView view() {
    return view;
  }

  String html() {
    return filled(Mustache.compiler(), "page");
  }

  /** Tables as GitHub writes them; whatever a user named stays text. */
  String markdown() {
    return filled(Mustache.compiler().withEscaper(MarkdownText.ESCAPER), "markdown");
  }

  private String filled(Mustache.Compiler compiler, String template) {
    return compiler
        .emptyStringIsFalse(true)
        .withLoader(PageParts::template)
        .compile(PageParts.template(template))
        .execute(view);
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
