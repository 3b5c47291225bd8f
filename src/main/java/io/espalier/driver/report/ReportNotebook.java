package io.espalier.driver.report;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;

/** The report as a Jupyter notebook, whose cells read the run's tables with pandas. */
final class ReportNotebook {
  private static final int BEST_TRIALS = 10;
  private static final String DATA_ADDRESS = "data:image/png;base64,";

  /** Reads tables from where the notebook lies. */
  private static final String BEGIN =
      """
      from pathlib import Path

      import matplotlib.pyplot as plt
      import pandas as pd

      RUN = Path(".")  # the run's folder, where this notebook lies
      METRIC = {metric}


      def table(name):
          folder = RUN / "tables" / name
          return pd.read_parquet(folder) if folder.exists() else pd.DataFrame()


      trials = table("trials")
      if "hp" in trials:
          hp = pd.json_normalize(trials["hp"].tolist()).add_prefix("hp.")
          trials = pd.concat([trials.drop(columns="hp"), hp], axis=1)
      epochs = table("epochs")""";

  private static final String BEST =
      """
      best = trials.dropna(subset=["objective"]).sort_values("objective", ascending={ascending})
      shown = ["trial", "status", "epochs", "objective"]
      best[shown + [name for name in trials if name.startswith("hp.")]].head({rows})""";

  private static final String CURVES =
      """
      figure, axes = plt.subplots()
      if METRIC in epochs:
          curves = epochs[epochs["trial"].isin(best["trial"].head({rows}))]
          for _, rows in curves.groupby("trial"):
              axes.plot(rows["epoch"], rows[METRIC], alpha=0.5)
      axes.set(xlabel="epoch", ylabel=METRIC)
      plt.show()""";

  private static final String PARAMETERS =
      """
      names = [name for name in trials if name.startswith("hp.")]
      figure, axes = plt.subplots(1, max(1, len(names)), sharey=True, squeeze=False)
      axes[0, 0].set(ylabel=METRIC)
      for axis, name in zip(axes[0], names):
          known = trials.dropna(subset=[name, "objective"])
          axis.plot(known[name], known["objective"], "o", alpha=0.5)
          axis.set(xlabel=name)
      plt.show()""";

  private final PageView view;
  private final History history;
  private final Notebook notebook = new Notebook();

  private ReportNotebook(PageView view, History history) {
    this.view = view;
    this.history = history;
  }

  /** The notebook of a page. */
  static String of(PageView view, History history) {
    return new ReportNotebook(view, history).json();
  }

  private String json() {
    won();
    String metric = Notebook.literal(history.opened().objective().metric());
    notebook.code(BEGIN.replace("{metric}", metric));
    best();
    search();
    models();
    notebook.markdown("## How to repeat it\n\n" + facts(view.repeat().facts()));
    return notebook.json();
  }

  private void won() {
    List<String> lines = new ArrayList<>(List.of("# " + MarkdownText.cell(view.title())));
    view.notes().forEach(note -> lines.add("> Note: " + MarkdownText.cell(note)));
    lines.add("## What won");
    lines.add(
        view.won().trial().isEmpty()
            ? "No trial has a value of the objective."
            : "**" + view.won().trial() + "**");
    if (!view.won().trial().isEmpty()) {
      lines.add(facts(view.won().facts()));
    }
    lines.add("## What was tried");
    lines.add(facts(view.tried().facts()));
    notebook.markdown(String.join("\n\n", lines));
  }

  private static String facts(List<Fact> facts) {
    StringBuilder table = new StringBuilder("| fact | |\n|---|---|");
    for (Fact fact : facts) {
      table.append("\n| ").append(MarkdownText.cell(fact.name()));
      table.append(" | ").append(MarkdownText.cell(fact.text())).append(" |");
    }
    return table.toString();
  }

  private boolean minimize() {
    return history.opened().objective().goal() == Objective.Goal.MINIMIZE;
  }

  private void best() {
    Event.RunOpened run = history.opened();
    List<String> header = new ArrayList<>(List.of("trial", "status", "epochs", "objective"));
    run.columns().stream().map(Column::name).map(name -> "hp." + name).forEach(header::add);
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : history.best(BEST_TRIALS)) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(trial.number()));
      row.add(trial.status().name());
      row.add(Integer.toString(trial.epochs()));
      row.add(ReportNumbers.text(trial.objective()));
      for (Column column : run.columns()) {
        row.add(trial.configuration().value(column.name()).map(Value::text).orElse(""));
      }
      rows.add(row);
    }
    String code =
        BEST.replace("{ascending}", minimize() ? "True" : "False")
            .replace("{rows}", Integer.toString(BEST_TRIALS));
    notebook.table(code, header, rows);
  }

  /** The pictures of the search that the report has, by the code that draws the like of them. */
  private void search() {
    notebook.markdown("## How the search went");
    for (PageView.PagePicture picture : view.search()) {
      String code = picture.file().endsWith("learning-curves") ? CURVES : PARAMETERS;
      notebook.picture(
          code.replace("{rows}", Integer.toString(BEST_TRIALS)), picture.caption(), png(picture));
    }
  }

  private void models() {
    notebook.markdown("## Retrained models on the test part");
    RetrainedView retrained = view.retrained();
    notebook.table("table(\"retrained\")", retrained.header(), retrained.rows());
    for (PageView.ModelSection model : view.models()) {
      notebook.markdown("### " + MarkdownText.cell(model.title()) + indented(model));
      for (PageView.PagePicture picture : model.pictures()) {
        notebook.picture(shown(picture), picture.caption(), png(picture));
      }
    }
  }

  private static String indented(PageView.ModelSection model) {
    return model.report().isEmpty() ? "" : "\n\n" + model.indentedReport();
  }

  /** Shows the picture; where it was not drawn, the numbers that it would show. */
  private static String shown(PageView.PagePicture picture) {
    return """
        from IPython.display import Image, display

        picture = RUN / {picture}
        numbers = RUN / {numbers}
        display(Image(picture) if picture.exists() else pd.read_csv(numbers))"""
        .replace("{picture}", Notebook.literal(picture.file() + ".png"))
        .replace("{numbers}", Notebook.literal(picture.file() + ".csv"));
  }

  private static String png(PageView.PagePicture picture) {
    return picture.source().replace(DATA_ADDRESS, "");
  }
}
