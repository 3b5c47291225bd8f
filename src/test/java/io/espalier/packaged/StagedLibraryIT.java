package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/**
 * What {@code ./mvnw -Plibrary} stages has all that Maven Central's check asks for, but for
 * signatures (central.sonatype.org/publish/requirements).
 */
class StagedLibraryIT {
  private static final Path STAGED = Path.of("target", "repository", "io", "espalier");
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  @ParameterizedTest
  @ValueSource(strings = {"espalier_2.12", "espalier_2.13"})
  void itHasAllThatMavenCentralAsksFor(String name) throws Exception {
    Path library = STAGED.resolve(name);
    assumeTrue(Files.isDirectory(library), library + " is not there: ./mvnw -Plibrary");
    for (String ending :
        List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
      assertThat(files(library, ending)).as(ending).isNotEmpty();
      assertThat(files(library, ending + ".sha1")).as(ending).isNotEmpty();
      assertThat(files(library, ending + ".md5")).as(ending).isNotEmpty();
    }
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(files(library, ".pom").get(0).toFile());
    assertThat(text(pom, "/project/artifactId")).isEqualTo(name);
    for (String wanted :
        List.of(
            "groupId",
            "version",
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url")) {
      assertThat(text(pom, "/project/" + wanted)).as(wanted).isNotBlank().doesNotContain("${");
    }
    assertThat(text(pom, "count(/project/parent)")).isEqualTo("0");
    assertThat(text(pom, "count(/project/repositories)")).isEqualTo("0");
    assertThat(text(pom, "count(//dependency[contains(version,'SNAPSHOT')])")).isEqualTo("0");
    assertThat(text(pom, "count(//dependency[scope='test'])")).isEqualTo("0");
    assertThat(text(pom, "count(//dependency[artifactId='deeplearning4j-nn'])")).isEqualTo("1");
    assertThat(Files.readString(files(library, "-cyclonedx.json").get(0)))
        .contains("pkg:maven/io.espalier/" + name + "@")
        .doesNotContain("pkg:maven/io.espalier/espalier@");
  }

  private static String text(Document pom, String path) throws XPathExpressionException {
    return XPATH.evaluate(path, pom).strip();
  }

  /** The newest first: each staging of a snapshot adds its own. */
  private static List<Path> files(Path library, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(library)) {
      return all.filter(file -> file.toString().endsWith(ending))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
