package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Folder;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path run;

  @Test
  void everyPictureHasItsNumbersBesideIt() throws IOException {
    assertThat(write(content(Models.bare()))).isEmpty();
    List<Path> pictures = files(".png");
    assertThat(pictures)
        .extracting(path -> run.relativize(path).toString())
        .containsExactly(
            "report/learning-curves.png",
            "report/search.png",
            "report/trial-1-seed-0/confusion.png",
            "report/trial-1-seed-0/learning-curves.png");
    for (Path picture : pictures) {
      assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(400);
      assertThat(Path.of(picture.toString().replace(".png", ".csv"))).isNotEmptyFile();
    }
    assertThat(files(".crc")).isEmpty();
  }

  @Test
  void thePageHasPicturesWithinItselfAndNamesTheirNumbers() throws IOException {
    write(content(Models.bare()));
    String page = Files.readString(run.resolve(Report.PAGE));
    assertThat(page)
        .contains("<img src=\"data:image/png;base64,iVBOR")
        .contains("report/trial-1-seed-0/confusion.csv")
        .contains("<dt>validation_loss</dt><dd>0.5 (the lowest is best)</dd>")
        .contains("trial 2 with 0.75, 0.25 behind")
        .contains("test_accuracy</th>", ">0.75</td>")
        .contains("precision  recall", "<dt>seed</dt><dd>42</dd>")
        .doesNotContain("src=\"http", "href=\"http");
  }

  @Test
  void whatAUserNamesIsEscaped() throws IOException {
    History history = history("<b>&\"", "cat<script>");
    write(
        new ReportContent(
            history, SearchFacts.ofRecord(), List.of(Models.bare()), List.of(), List.of("a < b")));
    String page = Files.readString(run.resolve(Report.PAGE));
    assertThat(page)
        .contains("<h1>&lt;b&gt;&amp;&quot;, run 1</h1>", "a &lt; b", "re&quot;lu")
        .doesNotContain("<b>", "cat<script>");
  }

  @Test
  void theSameRunGivesTheSameNumbersByteForByte() throws IOException {
    write(content(Models.bare()));
    SortedMap<String, String> first = numbers();
    write(content(Models.bare()));
    assertThat(numbers()).isEqualTo(first).hasSize(4);
  }

  @Test
  void aFormerReportIsReplacedWhole() throws IOException {
    write(content(Models.bare()));
    write(
        new ReportContent(
            history("sample", "cat"), SearchFacts.ofRecord(), List.of(), List.of(), List.of()));
    assertThat(run.resolve("report/trial-1-seed-0")).doesNotExist();
    assertThat(Report.exists(folder())).isTrue();
  }

  @Test
  void aRunWithoutModelsAndWithoutObjectivesHasAReport() throws IOException {
    History nothing = History.of(List.of(SampleRun.opened(), SampleRun.rejected(1)));
    assertThat(
            write(
                new ReportContent(
                    nothing,
                    SearchFacts.ofRecord(),
                    List.of(),
                    List.of(),
                    List.of("nothing here"))))
        .containsExactly("nothing here");
    assertThat(Files.readString(run.resolve(Report.PAGE))).contains("1 invalid", "nothing here");
  }

  @Test
  void aDivergedRetrainIsARowWithItsReason() throws IOException {
    write(content(Models.diverged()));
    assertThat(Files.readString(run.resolve(Report.PAGE))).contains("DIVERGED loss is NaN");
  }

  private List<String> write(ReportContent content) {
    return Report.write(content, folder());
  }

  private Folder folder() {
    return Folder.of(run.toString(), new Configuration());
  }

  private static ReportContent content(ModelView model) {
    return new ReportContent(
        history("sample", "cat"), SearchFacts.ofRecord(), List.of(model), List.of(), List.of());
  }

  private static History history(String experiment, String firstClass) {
    Event.RunOpened opened = SampleRun.opened();
    return History.of(
        List.of(
            new Event.RunOpened(
                experiment,
                1,
                opened.seed(),
                opened.searchText(),
                opened.retrainText(),
                opened.dataFingerprint(),
                opened.objective(),
                opened.columns(),
                List.of(firstClass, "dog"),
                0,
                opened.versions(),
                opened.atMillis()),
            SampleRun.started(1),
            SampleRun.finished(1, 0.5),
            SampleRun.started(2),
            SampleRun.finished(2, 0.75)));
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
    }
  }

  private SortedMap<String, String> numbers() throws IOException {
    SortedMap<String, String> numbers = new TreeMap<>();
    for (Path csv : files(".csv")) {
      numbers.put(run.relativize(csv).toString(), Files.readString(csv));
    }
    return numbers;
  }
}
