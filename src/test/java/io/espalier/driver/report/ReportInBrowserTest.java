package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.driver.journal.Folder;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a visitor has it, in a real browser without a network. */
class ReportInBrowserTest {
  private static final Pattern ANSWERS = Pattern.compile("<pre id=\"answers\">(.*?)</pre>");

  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  /** Before anything else of the page: whatever goes wrong is kept. */
  private static final String WATCH =
      """
      <script>
      window.problems = [];
      addEventListener("error", (event) => problems.push(String(event.message)));
      addEventListener("unhandledrejection", (event) => problems.push(String(event.reason)));
      document.addEventListener("securitypolicyviolation", (event) => problems.push("asked for " + event.blockedURI));
      for (const level of ["error", "warn"]) console[level] = (...all) => problems.push(all.join(" "));
      </script>
      """;

  @TempDir private Path folder;
  private Browser browser;

  @BeforeEach
  void findTheBrowser() {
    var found = Browser.find(folder);
    assumeTrue(found.isPresent(), "there is no Chromium on the PATH");
    browser = found.orElseThrow();
  }

  @Test
  void everyChartDrawsAndTheTableSortsAndFilters() throws IOException {
    ReportContent content = InventedRun.ofTwoObjectives(120);
    JsonNode answers = visit(content);
    assertThat(answers.at("/problems")).isEmpty();
    assertThat(answers.at("/requests")).isEmpty();
    assertThat(answers.at("/charts").findValuesAsText("0")).isEmpty();
    assertThat(answers.at("/charts").toString())
        .isEqualTo(
            "[[\"importance\",true],[\"by-parameter\",true],[\"parallel\",true],[\"heat\",true],"
                + "[\"pareto\",true],[\"course\",true],[\"curves\",true],[\"slots\",true]]");
    long tanh = count(content, "activation", "tanh");
    assertThat(answers.at("/rows").asInt()).isEqualTo(120);
    assertThat(answers.at("/first").asInt()).isEqualTo(best(content));
    assertThat(answers.at("/found/0").asLong()).isEqualTo(tanh).isBetween(30L, 90L);
    assertThat(answers.at("/found/1").asText()).isEqualTo(tanh + " of 120 trials");
    assertThat(answers.at("/all").asInt()).isEqualTo(120);
    assertThat(answers.at("/below").asLong())
        .isEqualTo(content.history().trials().stream().filter(one -> one.objective() < 0.5).count())
        .isPositive();
    assertThat(answers.at("/brushed").asLong())
        .isEqualTo(
            content.history().trials().stream()
                .filter(one -> one.configuration().whole("units") == 64)
                .count())
        .isPositive();
    assertThat(answers.at("/unbrushed").asInt()).isEqualTo(120);
    assertThat(answers.at("/smallest").asDouble())
        .isEqualTo(
            content.history().trials().stream()
                .mapToDouble(one -> one.configuration().real("rate"))
                .min()
                .orElseThrow(),
            org.assertj.core.api.Assertions.within(1e-9));
    assertThat(answers.at("/decisions").asInt())
        .isEqualTo(120 + content.history().count(TrialStatus.STOPPED));
  }

  /** The lowest objective, whether it trained to its end or not. */
  private static int best(ReportContent content) {
    return content.history().trials().stream()
        .filter(one -> !Double.isNaN(one.objective()))
        .min(java.util.Comparator.comparingDouble(one -> one.objective()))
        .orElseThrow()
        .number();
  }

  @Test
  void numbersAreWrittenAsInThePictures() throws IOException {
    JsonNode answers = visit(InventedRun.of(20));
    List<Double> numbers =
        List.of(0.0, 12.0, 0.5, 0.123456, 1234.5678, 98765.4, 0.00012345, 1234567.0, -0.25, 1e-12);
    assertThat(answers.at("/texts"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(numbers.stream().map(ReportNumbers::text).toList());
  }

  @Test
  void hostileNamesStayText() throws IOException {
    JsonNode answers = visit(InventedRun.hostile(40));
    assertThat(answers.at("/broken").asBoolean()).isFalse();
    assertThat(answers.at("/problems")).isEmpty();
    assertThat(answers.at("/requests")).isEmpty();
    assertThat(answers.at("/rows").asInt()).isEqualTo(40);
    assertThat(answers.at("/charts").size()).isGreaterThan(5);
    assertThat(answers.at("/wide").asInt()).as("pixels beyond the window").isZero();
  }

  @Test
  void aRunOfNothingIsAPageWithoutCharts() throws IOException {
    ReportContent nothing = InventedRun.of(0);
    Report.write(nothing, home());
    String watched = WATCH.replace("[]", "{ push: (what) => (document.title = what) }");
    Files.writeString(page(), Files.readString(page()).replace("<body>", "<body>" + watched));
    assertThat(browser.document(page()))
        .contains("<title>invented, run 1</title>")
        .contains("No trial has a value of the objective.", ">0 of 0 trials<")
        .doesNotContain("<canvas data-zr-dom-id");
  }

  @Test
  void tenThousandTrialsStaySmooth() throws IOException {
    Duration few = time(InventedRun.of(100));
    long begun = System.nanoTime();
    Report.write(InventedRun.of(10_000), home());
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    assertThat(Files.size(page())).isLessThan(8_000_000);
    assertThat(time(InventedRun.of(10_000)))
        .as("a visit of 10,000 trials, of 100: %s", few)
        .isLessThan(few.multipliedBy(10));
  }

  private Duration time(ReportContent content) throws IOException {
    long begun = System.nanoTime();
    JsonNode answers = visit(content);
    assertThat(answers.at("/problems")).isEmpty();
    assertThat(answers.at("/all").asInt()).isEqualTo(content.history().trials().size());
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static long count(ReportContent content, String parameter, String value) {
    return content.history().trials().stream()
        .filter(one -> one.configuration().text(parameter).equals(value))
        .count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everybodyCanReadItOnATelephoneAsWell(boolean dark) throws IOException {
    ReportContent search = InventedRun.ofTwoObjectives(60);
    Report.write(
        new ReportContent(
            search.history(),
            search.facts(),
            List.of(Models.judged(true)),
            List.of(),
            List.of("a note")),
        home());
    Path page = alone(text(AXE) + "</script><script>" + text("access.js"));
    JsonNode answers = answers(browser.document(page, 500, dark));
    assertThat(answers.at("/problems")).isEmpty();
    assertThat(answers.at("/dark").asBoolean()).isEqualTo(dark);
    assertThat(answers.at("/passes").asInt()).isGreaterThan(10);
    assertThat(answers.at("/violations")).isEmpty();
    assertThat(answers.at("/width").asInt()).isEqualTo(390);
    assertThat(answers.at("/wide").asInt()).as("pixels beyond the telephone").isZero();
  }

  private JsonNode visit(ReportContent content) throws IOException {
    Report.write(content, home());
    return answers(browser.document(alone(text("visit.js"))));
  }

  private static String text(String resource) throws IOException {
    try (InputStream stream = ReportInBrowserTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The page in a folder of its own, watched, with a script at its end. */
  private Path alone(String script) throws IOException {
    Path alone = Files.createDirectories(folder.resolve("elsewhere")).resolve("report.html");
    String html = Files.readString(page());
    int end = html.lastIndexOf("</body>");
    Files.writeString(
        alone,
        html.substring(0, end).replaceFirst("<body>", "<body>" + Matcher.quoteReplacement(WATCH))
            + "<script>"
            + script
            + "</script></body></html>");
    return alone;
  }

  private static JsonNode answers(String document) throws IOException {
    Matcher answers = ANSWERS.matcher(document);
    assertThat(answers.find()).as("the visit came to its end").isTrue();
    return new ObjectMapper().readTree(answers.group(1));
  }

  private Path page() {
    return folder.resolve(Report.PAGE);
  }

  private Folder home() {
    return Folder.of(folder.toString(), new Configuration());
  }
}
