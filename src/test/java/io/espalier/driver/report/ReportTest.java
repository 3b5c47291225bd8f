package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.driver.journal.Folder;
import io.espalier.driver.journal.RefusingFiles;
import io.espalier.driver.journal.UnwritableException;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  void markdownTellsTheSameAndLinksPicturesAndNumbers() throws IOException {
    write(content(Models.bare()));
    assertThat(Files.readString(run.resolve("report.md")))
        .startsWith("# sample, run 1\n")
        .contains("| validation\\_loss | 0.5 (the lowest is best) |")
        .contains("(report/trial-1-seed-0/confusion.png)", "(report/trial-1-seed-0/confusion.csv)")
        .contains("| test\\_accuracy |", "    class", "| seed | 42 |");
    write(InventedRun.hostile(20));
    assertThat(Files.readString(run.resolve("report.md")))
        .doesNotContain("<script", "<img")
        .contains("&lt;/script&gt;");
  }

  @Test
  void theNotebookKeepsToItsFormat() throws IOException {
    write(content(Models.bare()));
    JsonNode notebook = notebook();
    assertThat(notebook.at("/nbformat").asInt() + "." + notebook.at("/nbformat_minor").asInt())
        .isEqualTo("4.5");
    Set<String> ids = new HashSet<>();
    List<String> kept = new ArrayList<>();
    for (JsonNode cell : notebook.at("/cells")) {
      assertThat(cell.at("/id").asText()).matches("[a-zA-Z0-9_-]{1,64}");
      assertThat(ids.add(cell.at("/id").asText())).isTrue();
      assertThat(cell.at("/metadata").isObject()).isTrue();
      assertThat(cell.has("outputs")).isEqualTo(cell.at("/cell_type").asText().equals("code"));
      for (JsonNode output : cell.path("outputs")) {
        assertThat(output.at("/metadata").isObject()).isTrue();
        assertThat(output.has("execution_count"))
            .isEqualTo(output.at("/output_type").asText().equals("execute_result"));
        output.at("/data").fieldNames().forEachRemaining(kept::add);
      }
    }
    assertThat(kept).contains("image/png", "text/html", "text/plain");
    assertThat(notebook.findValuesAsText("image/png")).allMatch(png -> png.startsWith("iVBOR"));
    write(InventedRun.hostile(20));
    assertThat(notebook().findValuesAsText("text/html"))
        .isNotEmpty()
        .noneMatch(html -> html.contains("<script"));
  }

  private JsonNode notebook() throws IOException {
    return new ObjectMapper().readTree(run.resolve("report.ipynb").toFile());
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
  void aPictureThatCannotBeWrittenIsToldInOneLine() {
    Folder refusing = Folder.of(RefusingFiles.address(run), RefusingFiles.settings());
    try (RefusingFiles.Refusals refusals = RefusingFiles.refuse("confusion.png")) {
      assertThatThrownBy(() -> Report.write(content(Models.bare()), refusing))
          .isInstanceOf(UnwritableException.class)
          .message()
          .contains("the report of refusing:", "IOException: no node takes a block")
          .doesNotContain("\n");
      assertThat(refusals.left()).isEmpty();
    }
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
