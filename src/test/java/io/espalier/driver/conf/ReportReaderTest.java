package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.ReportSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportReaderTest {
  @TempDir private Path folder;

  @Test
  void fourOfTheFirstTestExamplesAreShownUnlessTheFileSaysOtherwise() {
    assertThat(report("")).isEqualTo(new ReportSpec(true, List.of(0, 1, 2, 3)));
    assertThat(report("report.samples = 2").samples()).containsExactly(0, 1);
    assertThat(report("report.samples = 0").samples()).isEmpty();
    assertThat(report("report.samples = [17, 3, 17]").samples()).containsExactly(17, 3);
  }

  @Test
  void aReportCanBeLeftOut() {
    assertThat(report("report = none")).isEqualTo(new ReportSpec(false, List.of(0, 1, 2, 3)));
    assertThat(report("report.enabled = false").enabled()).isFalse();
  }

  @Test
  void mistakesAreNamedWithWhatIsAccepted() {
    assertThat(new Written(folder).problems(Written.iris("report = noen")))
        .singleElement()
        .asString()
        .endsWith("report: 'noen' is not none or a block { … }");
    assertThat(new Written(folder).problems(Written.iris("report { samples = -1, sample = 2 }")))
        .hasSize(2)
        .anyMatch(line -> line.contains("report.samples: 0 to 100 of the first test examples"))
        .anyMatch(line -> line.contains("report.sample: unknown key"));
    assertThat(new Written(folder).problems(Written.iris("report.samples = [1, two]")))
        .singleElement()
        .asString()
        .contains("report.samples: 'two' is not a whole number");
  }

  private ReportSpec report(String lines) {
    return load(lines).report();
  }

  private Experiment load(String lines) {
    return new Written(folder).load(Written.iris(lines));
  }
}
