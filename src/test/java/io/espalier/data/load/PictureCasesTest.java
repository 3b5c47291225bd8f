package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * The collected cases of pictures, where ESPALIER_DATA has them: each is read, or refused in one
 * line that names the key to set.
 */
class PictureCasesTest {
  private static final Map<String, String> EXPECTED =
      new TreeMap<>(
          Map.of(
              "images/sizes",
              "refused: expected pictures of one size, found 5 (height x width, how many): 12x24"
                  + " (2), 14x21 (2), 16x18 (2), 18x15 (2), 20x12 (2); set data.height and"
                  + " data.width, and data.resize = stretch, fit or crop",
              "images/skipped-without-a-word",
              "3x12x16, 2 classes, 19 + 5 + 6",
              "images/three-parts",
              "3x12x16, 2 classes, 8 + 8 + 8",
              "idx/hundred-classes",
              "3x32x32, 100 classes, 32 + 8 + 20",
              "idx/letters",
              "1x6x6, 26 classes, 48 + 12 + 60",
              "idx/wide-labels",
              "1x6x6, 10 classes, 48 + 12 + 60"));

  private static DataSource source(String kind, Path folder) {
    if (kind.equals("images")) {
      return new DataSource.ImageFolder(folder.toString(), 0, 0, 3);
    }
    return Files.exists(folder.resolve("train.bin"))
        ? new DataSource.Cifar100(folder.toString(), DataSource.Cifar100.Labels.FINE)
        : new DataSource.Idx(folder.toString(), List.of());
  }

  private static String outcome(String kind, Path folder, List<String> notices) {
    DataSpec spec = DataSpec.of(source(kind, folder));
    try {
      PreparedData data = new DataLoader(new Configuration(false), notices::add).load(spec, 1);
      return data.dataset().shape()
          + ", "
          + ((Targets.Classes) data.dataset().targets()).names().size()
          + " classes, "
          + data.examples(Part.TRAIN)
          + " + "
          + data.examples(Part.VALIDATION)
          + " + "
          + data.examples(Part.TEST);
    } catch (DataException refused) {
      String line = String.valueOf(refused.getMessage());
      return "refused: " + line.substring(line.indexOf(": ") + 2);
    }
  }

  private static List<Path> folders(Path cases) throws IOException {
    try (Stream<Path> found = Files.list(cases)) {
      return found.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void everyCaseIsReadOrRefusedInOneLine() throws IOException {
    Map<String, String> outcomes = new TreeMap<>();
    for (String kind : List.of("images", "idx")) {
      for (Path folder : folders(Path.of(PublishedFilesTest.folder("cases/" + kind)))) {
        List<String> notices = new ArrayList<>();
        String outcome = outcome(kind, folder, notices);
        String name = kind + "/" + folder.getFileName();
        System.out.println(name + " | " + outcome + " | " + String.join("; ", notices));
        assertThat(outcome).as(name).doesNotContain("\n");
        outcomes.put(name, outcome);
      }
    }
    assertThat(outcomes).containsAllEntriesOf(EXPECTED);
    assertThat(outcomes.values())
        .allSatisfy(outcome -> assertThat(outcome).matches("\\d+x.*|refused: .*set data\\..*"));
  }
}
