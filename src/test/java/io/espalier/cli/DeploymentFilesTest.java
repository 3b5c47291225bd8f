package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/**
 * The container file and the manifest for Spark's Kubernetes operator, for which there is no
 * cluster here: their form, and that they agree with each other and with the build.
 */
class DeploymentFilesTest {
  private static final Set<String> INSTRUCTIONS =
      Set.of("ARG", "FROM", "USER", "RUN", "COPY", "WORKDIR", "ENV", "ENTRYPOINT", "CMD");

  /** {@code COPY [--option ...] FROM TO}. */
  private static final Pattern COPY = Pattern.compile("COPY (?:--\\S+ )*(\\S+) (\\S+)");

  private final Map<String, Object> manifest = manifest();
  private final List<String> container = container();

  private static Map<String, Object> manifest() {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(strict)).load(read("submit/spark-application.yaml"));
  }

  /** The instructions, each in a line. */
  private static List<String> container() {
    return read("submit/Containerfile")
        .replaceAll("(?m)^#.*\n", "")
        .replaceAll("\\s*\\\\\n\\s*", " ")
        .lines()
        .toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private Object of(String path) {
    Object found = manifest;
    for (String key : path.split("\\.", -1)) {
      found = Objects.requireNonNull(((Map<?, ?>) found).get(key), path);
    }
    return found;
  }

  /** The default of an argument of the container file. */
  private String argument(String name) {
    return container.stream()
        .filter(line -> line.startsWith("ARG " + name + "="))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theContainerFileHasTheFormOfOne() {
    assertThat(container)
        .allSatisfy(line -> assertThat(INSTRUCTIONS).contains(line.split(" ", -1)[0]));
    assertThat(container.stream().filter(line -> !line.startsWith("ARG ")).findFirst())
        .contains("FROM ${SPARK}");
    assertThat(container.stream().filter(line -> line.startsWith("USER ")).reduce((a, b) -> b))
        .contains("USER spark");
  }

  @Test
  void theManifestNamesWhatTheContainerHolds() {
    Map<String, String> copied =
        container.stream()
            .flatMap(line -> COPY.matcher(line).results())
            .collect(
                Collectors.toMap(
                    copy -> copy.group(2),
                    copy -> copy.group(1).replace("${JAR}", argument("JAR"))));
    String jar = ((String) of("spec.mainApplicationFile")).substring("local://".length());
    assertThat(copied).containsEntry(jar, argument("JAR"));
    assertThat(read("pom.xml"))
        .contains(
            "<packaged.name>"
                + Path.of(argument("JAR")).getFileName().toString().replace(".jar", ""));

    List<?> arguments = (List<?>) of("spec.arguments");
    String file = (String) arguments.get(1);
    String folder = file.substring(0, file.lastIndexOf('/') + 1);
    assertThat(Path.of(Objects.requireNonNull(copied.get(folder)), file.substring(folder.length())))
        .exists();
    String[] words = arguments.toArray(String[]::new);
    CommandLine program = EspalierCommand.line();
    program.setCaseInsensitiveEnumValuesAllowed(true);
    assertThatCode(() -> program.parseArgs(words)).doesNotThrowAnyException();
  }

  @Test
  void theManifestIsForTheSparkThatTheContainerHas() {
    assertThat(of("kind")).isEqualTo("SparkApplication");
    assertThat(of("apiVersion")).isEqualTo("sparkoperator.k8s.io/v1beta2");
    assertThat(of("spec.mainClass")).isEqualTo(Main.class.getName());
    String spark = (String) of("spec.sparkVersion");
    assertThat(argument("SPARK")).startsWith("apache/spark:" + spark + "-scala2.13");
    assertThat(read("pom.xml")).contains("<spark.version>" + spark + "</spark.version>");
    assertThat(of("spec.executor.instances")).isInstanceOf(Integer.class);
  }
}
