package io.espalier.driver.report;

import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.UnwritableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a run's report, replacing a former one. */
public final class Report {
  /** Where it is in the run's folder. */
  public static final String PAGE = ReportFolder.PAGE;

  /** Its pictures with their numbers, in the run's folder. */
  public static final String PICTURES = ReportFolder.PICTURES;

  private Report() {}

  /** Whether a run has a report. */
  public static boolean exists(Folder run) {
    try {
      return run.fileSystem().exists(run.child(PAGE).path());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot look into " + run.text(), failure);
    }
  }

  /** Writes the report with pictures of the search that nobody has drawn yet. */
  public static List<String> write(ReportContent content, Folder run) {
    return write(content, SearchPictures.of(content.history(), content.facts()), run);
  }

  /**
   * Writes the report. Where the machine cannot draw, the numbers are written and the pictures left
   * out.
   *
   * @param search its pictures of the search, drawn or not
   * @param run the run's folder
   * @return what a person should know: the content's notes, and why there are no pictures; a line
   *     each
   * @throws UnwritableException if it cannot be written
   */
  public static List<String> write(ReportContent content, SearchPictures search, Folder run) {
    Optional<String> objection = Canvas.objection();
    List<String> notices = new ArrayList<>(content.notes());
    objection.ifPresent(
        why ->
            notices.add(
                "the report has no pictures, only their numbers: this machine cannot draw text;"
                    + " install fontconfig and a font, such as DejaVu ("
                    + why
                    + ")"));
    try {
      ReportFolder folder = new ReportFolder(run);
      folder.clear();
      List<ReportPicture> ofSearch = search.pictures();
      List<Section> sections = sections(content);
      Iterator<byte[]> pngs =
          folder
              .write(
                  Stream.concat(
                          ofSearch.stream(),
                          sections.stream().flatMap(section -> section.pictures().stream()))
                      .toList(),
                  objection.isEmpty())
              .iterator();
      List<PageView.PagePicture> found = new InlinePictures().of(ofSearch, pngs);
      InlinePictures inline = new InlinePictures();
      List<PageView.ModelSection> models =
          sections.stream()
              .map(
                  section ->
                      new PageView.ModelSection(
                          section.title(), section.report(), inline.of(section.pictures(), pngs)))
              .toList();
      Page page = Page.of(content, notices, found, models);
      folder.write(ReportFolder.MARKDOWN, page.markdown());
      folder.write(ReportFolder.NOTEBOOK, ReportNotebook.of(page.view(), content.history()));
      folder.write(ReportFolder.PAGE, page.html());
    } catch (IOException failure) {
      throw new UnwritableException("the report of " + run.text(), failure);
    }
    return notices;
  }

  /** Pictures that belong together, and the classification report beside them. */
  private record Section(String title, String report, List<ReportPicture> pictures) {}

  private static List<Section> sections(ReportContent content) {
    List<Section> sections = new ArrayList<>();
    if (content.models().size() > 1) {
      sections.add(new Section("Retrained models side by side", "", sideBySide(content)));
    }
    for (ModelView model : content.models()) {
      sections.add(
          new Section(
              model.title(),
              RetrainedView.report(model, content.classes()),
              ofModel(model, content)));
    }
    return sections.stream().filter(section -> !section.pictures().isEmpty()).toList();
  }

  private static List<ReportPicture> sideBySide(ReportContent content) {
    List<ReportPicture> pictures = new ArrayList<>();
    LearningCurves.of(
            "learning-curves-retrained",
            "Learning curves of the retrained models",
            content.models().stream().map(Report::curve).toList())
        .ifPresent(pictures::add);
    ProbabilityBars.of(content).ifPresent(pictures::add);
    return pictures;
  }

  private static LearningCurves.Curve curve(ModelView model) {
    return new LearningCurves.Curve(model.title(), model.model().outcome().measurements());
  }

  private static List<ReportPicture> ofModel(ModelView model, ReportContent content) {
    List<ReportPicture> pictures = new ArrayList<>();
    LearningCurves.of(
            model.folder() + "/learning-curves",
            "Learning curves of the retrained model",
            List.of(curve(model)))
        .ifPresent(pictures::add);
    Confusion.of(model, content.classes()).ifPresent(pictures::add);
    Reliability.of(model).ifPresent(pictures::add);
    WorstPredictions.of(model).ifPresent(pictures::add);
    if (content.models().size() == 1) {
      ProbabilityBars.of(content).ifPresent(pictures::add);
    }
    pictures.addAll(PredictionPlots.of(model));
    PlaneMap.of(model).ifPresent(pictures::add);
    UnitPlanes.of(model).ifPresent(pictures::add);
    WeightGrid.of(model).ifPresent(pictures::add);
    pictures.addAll(FeatureMaps.of(model, content.samples(), content.classes()));
    return pictures;
  }
}
