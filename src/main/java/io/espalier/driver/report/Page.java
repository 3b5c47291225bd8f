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
    return of(content, notes, search, models, false);
  }

  /** The page of a run that goes on, which asks for what is new. */
  static Page live(ReportContent content) {
    return of(content, content.notes(), List.of(), List.of(), true);
  }

  private static Page of(
      ReportContent content,
      List<String> notes,
      List<PageView.PagePicture> search,
      List<PageView.ModelSection> models,
      boolean live) {
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
            PageParts.scripts(live),
            new PageData(content.history(), parameters).json(),
            live));
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
    return filled(compiler, template, view);
  }

  /**
   * A part of the page as HTML.
   *
   * @param template by whose name
   * @param view what the template asks for
   */
  static String part(String template, Object view) {
    return filled(Mustache.compiler(), template, view);
  }

  private static String filled(Mustache.Compiler compiler, String template, Object view) {
    return compiler
        .emptyStringIsFalse(true)
        .withLoader(PageParts::template)
        .compile(PageParts.template(template))
        .execute(view);
  }

  static String objectives(Event.RunOpened run) {
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
