package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code espalier retrain}, asked by a program. */
class RetrainCommandTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void onTwoCores() {
    System.setProperty("spark.master", "local[2]");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    SparkSession.active().stop();
  }

  @Test
  void theNewModelsAreOneObjectOfTheSchema() throws IOException {
    Path file = folder.resolve("tiny.conf");
    Files.writeString(
        file,
        """
        experiment { name = tiny, seed = 5 }
        data { source = blobs, examples = 60, features = 3, centres = 2, test = 0.2, validation = 0.25 }
        model { kind = softmax }
        training { updater { kind = sgd, learning-rate { grid = [0.01, 0.1] } }, epochs = 1 }
        report = none
        output.directory = "%s"
        """
            .formatted(folder));
    assertThat(CommandRun.of("run", file.toString(), "--quiet").code()).isZero();
    Path run = folder.resolve("tiny/001");
    CommandRun again =
        CommandRun.of("retrain", run.toString(), "--trial", "2", "--format", "json", "--quiet");
    assertThat(again.code()).as(again.errors()).isZero();
    JsonNode answer = new ObjectMapper().readTree(again.output());
    assertThat(answer.at("/command").asText()).isEqualTo("retrain");
    assertThat(answer.at("/schema").isInt()).isTrue();
    assertThat(answer.at("/folder").asText()).isEqualTo(run.toString());
    JsonNode model = answer.at("/retrained/0");
    List<String> fields = new ArrayList<>();
    model.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactly(
            "trial",
            "seed_index",
            "seed",
            "status",
            "reason",
            "epochs",
            "parameters",
            "test",
            "model");
    assertThat(model.at("/trial").asInt()).isEqualTo(2);
    assertThat(model.at("/status").asText()).isEqualTo("COMPLETED");
    assertThat(model.at("/reason").isNull()).isTrue();
    assertThat(model.at("/parameters").asInt()).isEqualTo(2 * (3 + 1));
    assertThat(model.at("/test/accuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(Path.of(model.at("/model").asText()).resolve("model.zip")).isNotEmptyFile();
  }
}
