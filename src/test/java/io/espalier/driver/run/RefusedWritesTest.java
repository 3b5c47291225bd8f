package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.RunOptions;
import io.espalier.driver.journal.RefusingFiles;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A file system that takes nothing for a moment. */
class RefusedWritesTest extends SparkForTests {
  @Test
  void aRunWaitsForEveryFileThatIsRefusedOnce() {
    String expected = tiny.run(() -> spark, TinyExperiments.BLOBS).digest();
    String place = RefusingFiles.address(folder.resolve("refusing"));
    // the executors' settings, too
    RefusingFiles.settings()
        .iterator()
        .forEachRemaining(
            setting -> {
              if (setting.getKey().contains("refusing")) {
                spark
                    .sparkContext()
                    .hadoopConfiguration()
                    .set(setting.getKey(), setting.getValue());
              }
            });
    Configuration hadoop = RefusingFiles.settings();
    try (RefusingFiles.Refusals refusals =
        RefusingFiles.refuse(
            "journal/.0000000003.json", ".model.json.", "best/.model.zip.", ".trials.new")) {
      RunResult result =
          ExperimentRun.run(
              tiny.spec(TinyExperiments.BLOBS, "output.directory=\"" + place + "\""),
              RunOptions.standard().listener(tiny.observer()),
              hadoop,
              need -> spark);
      assertThat(refusals.left()).isEmpty();
      assertThat(result.digest()).isEqualTo(expected);
    }
    assertThat(tiny.notices())
        .anyMatch(
            line -> line.contains("0000000003.json cannot be written now: IOException: no node"))
        .anyMatch(line -> line.contains("/tables cannot be written now"))
        .anyMatch(line -> line.contains("/tables is written, after"));
  }
}
