package io.espalier.driver.report;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pictures of a search beside those that the page draws by itself. Nothing that comes after the
 * search changes them, so that they can be drawn while models are retrained; the history may grow
 * meanwhile.
 */
public final class SearchPictures {
  private final List<ReportPicture> pictures;

  private SearchPictures(List<ReportPicture> pictures) {
    this.pictures = pictures;
  }

  /**
   * Pictures that are yet to be drawn.
   *
   * @param facts what is known of the parameters
   */
  public static SearchPictures of(History history, SearchFacts facts) {
    return new SearchPictures(
        Stream.of(curves(history), SearchOverview.of(history, PageData.parameters(history, facts)))
            .flatMap(Optional::stream)
            .toList());
  }

  private static Optional<ReportPicture> curves(History history) {
    List<LearningCurves.Curve> best =
        history.best(LearningCurves.MOST_CURVES).stream().map(SearchPictures::curve).toList();
    String caption =
        history.trials().size() > best.size()
            ? "Learning curves of the best " + best.size() + " trials"
            : "Learning curves";
    return LearningCurves.of("learning-curves", caption, best);
  }

  private static LearningCurves.Curve curve(Trial trial) {
    String configuration = ConfigurationText.of(trial.configuration());
    return new LearningCurves.Curve(
        "trial " + trial.number() + (configuration.isEmpty() ? "" : ": " + configuration),
        trial.measurements());
  }

  /** Draws them, where the machine can draw. */
  public void draw() {
    if (Canvas.objection().isEmpty()) {
      pictures.forEach(ReportPicture::png);
    }
  }

  List<ReportPicture> pictures() {
    return pictures;
  }
}
