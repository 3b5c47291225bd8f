package io.espalier.driver.run;

import io.espalier.Experiment;
import io.espalier.RunListener;
import io.espalier.data.PreparedData;
import io.espalier.driver.cluster.Ahead;
import io.espalier.driver.inspect.ExperimentFacts;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.report.Report;
import io.espalier.driver.report.ReportContent;
import io.espalier.driver.report.SearchPictures;
import io.espalier.search.history.History;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The report that a run writes as it ends, if the experiment asks for one. Pictures of the search
 * are drawn from the search's end on, while models are retrained. Whatever goes wrong is a notice.
 */
final class EndReport implements AutoCloseable {
  private final Experiment experiment;
  private final History history;
  private final PreparedData data;
  private final Optional<Ahead<SearchPictures>> pictures;

  private EndReport(
      Experiment experiment,
      History history,
      PreparedData data,
      Optional<Ahead<SearchPictures>> pictures) {
    this.experiment = experiment;
    this.history = history;
    this.data = data;
    this.pictures = pictures;
  }

  /** The report of a run whose search has ended. */
  static EndReport begin(Experiment experiment, History history, PreparedData data) {
    Optional<Ahead<SearchPictures>> pictures =
        experiment.report().enabled() ? draw(experiment, history) : Optional.empty();
    return new EndReport(experiment, history, data, pictures);
  }

  private static Optional<Ahead<SearchPictures>> draw(Experiment experiment, History history) {
    try {
      SearchPictures pictures =
          SearchPictures.of(history, ExperimentFacts.of(experiment, Optional.empty()));
      return Optional.of(
          Ahead.of(
              "pictures of the search",
              () -> {
                pictures.draw();
                return pictures;
              }));
    } catch (RuntimeException again) { // is told of once there are models
      return Optional.empty();
    }
  }

  /** Writes the report, if one is asked for, with the models that were retrained meanwhile. */
  void write(String folder, Configuration hadoop, RunListener listener) {
    if (!experiment.report().enabled()) {
      return;
    }
    try {
      Folder home = Folder.of(folder, hadoop);
      ReportContent content = RunReport.content(experiment, history, data, home);
      SearchPictures search =
          pictures.map(Ahead::get).orElseGet(() -> SearchPictures.of(history, content.facts()));
      Report.write(content, search, home).forEach(listener::notice);
    } catch (RuntimeException | InternalError | LinkageError failure) {
      // the run is worth more than its pictures; a machine without fonts fails with errors, too
      listener.notice(
          "the report could not be written ("
              + String.valueOf(failure).lines().findFirst().orElse("")
              + "); espalier report "
              + folder
              + " tries again");
    }
  }

  @Override
  public void close() {
    pictures.ifPresent(Ahead::close);
  }
}
