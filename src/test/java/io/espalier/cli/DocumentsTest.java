package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.driver.conf.ExperimentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documents show is there: files behind links, commands, experiment files. */
class DocumentsTest {
  private static final Path README = Path.of("README.md");
  private static final long MOST_BYTES = 8_192;
  private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src=\")([^)\"\\s]+)[)\"]");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

  /** A script, for those that need it the cluster, and what the program is given. */
  private static final Pattern COMMAND =
      Pattern.compile("submit/(?:local\\.sh|yarn\\.sh|(?:standalone|k8s)\\.sh \\S+) +([^|#]+)");

  @TempDir private Path folder;

  static List<Path> documents() throws IOException {
    List<Path> all = new ArrayList<>(List.of(Path.of("submit/README.md")));
    for (Path home : List.of(Path.of(""), Path.of("src/doc"))) {
      try (Stream<Path> files = Files.list(home)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(all::add);
      }
    }
    return all;
  }

  @Test
  void theReadmeIsShort() throws IOException {
    assertThat(Files.size(README)).isLessThanOrEqualTo(MOST_BYTES);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsSomewhere(Path document) throws IOException {
    String text = Files.readString(document);
    List<String> links =
        LINK.matcher(text).results().map(one -> one.group(1)).filter(l -> !remote(l)).toList();
    assertThat(links).allSatisfy(link -> assertThat(target(document, link)).exists());
    assertThat(links.stream().filter(link -> link.contains("#")))
        .allSatisfy(
            link ->
                assertThat(headings(target(document, link)))
                    .contains(link.substring(link.indexOf('#') + 1)));
  }

  private static boolean remote(String link) {
    return link.startsWith("http");
  }

  private static Path target(Path document, String link) {
    String path = link.split("#", -1)[0];
    return path.isEmpty() ? document : document.resolveSibling(path).normalize();
  }

  /** The anchors that a page of Markdown has. */
  private static List<String> headings(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\s-]", "").replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandIsOne(Path document) throws IOException {
    for (String block : blocks(document, "sh")) {
      for (String line : block.replace("\\\n", " ").lines().toList()) {
        for (MatchResult shown : COMMAND.matcher(line).results().toList()) {
          String[] words = words(shown.group(1));
          CommandLine program = EspalierCommand.line();
          program.setCaseInsensitiveEnumValuesAllowed(true);
          assertThatCode(() -> program.parseArgs(words)).as(line).doesNotThrowAnyException();
        }
      }
    }
  }

  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group(1) == null ? word.group() : word.group(1))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyWholeExperimentFileIsRead(Path document) throws IOException {
    for (String block : blocks(document, "hocon")) {
      if (block.contains("data ") && block.contains("model ")) {
        Path file = Files.writeString(folder.resolve("shown.conf"), block);
        assertThat(ExperimentFile.load(file, List.of("experiment.name=shown"), Map.of()).space())
            .as(block)
            .isNotNull();
      }
    }
  }

  /** What stands in fences of a language. */
  private static List<String> blocks(Path document, String language) throws IOException {
    return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(Files.readString(document))
        .results()
        .map(one -> one.group(1))
        .toList();
  }
}
