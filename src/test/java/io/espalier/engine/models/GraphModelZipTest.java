package io.espalier.engine.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.engine.GraphSpecs;
import io.espalier.engine.Specs;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class GraphModelZipTest {
  private static final String CONFIGURATION = "configuration.json";
  private static final String PROPAGATION = "io.espalier.engine.layers.Propagation";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private String json = "";
  @TempDir private Path folder;

  @BeforeEach
  void aRealModel() throws IOException {
    Path file = folder.resolve("real.zip");
    ModelFiles.save(
        GraphNetworks.create(
            GraphSpecs.notebook(),
            Specs.training(Specs.adam(), 4),
            new InputShape.Graph(3, Example.GRAPH),
            2,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT),
        new CheckpointRef(file.toString()));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    json = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
  }

  private CheckpointRef zip() throws IOException {
    Path file = folder.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return new CheckpointRef(file.toString());
  }

  private void replace(String old, String changed) {
    assertThat(json).contains(old);
    entries.put(CONFIGURATION, json.replace(old, changed).getBytes(StandardCharsets.UTF_8));
  }

  private void assertRefused(String reason) throws IOException {
    CheckpointRef ref = zip();
    assertThatThrownBy(() -> ModelFiles.loadGraph(ref))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(ref.uri() + " is not a usable model zip: " + reason);
  }

  @Test
  void aModelOfOursIsAccepted() throws IOException {
    assertThat(ModelFiles.loadGraph(zip()).numParams()).isEqualTo(3 * 16 + 16 + 16 * 2 + 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.deeplearning4j.nn.conf.graph.PreprocessorVertex",
        "org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex",
        "org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex",
        "javax.swing.JEditorPane"
      })
  void aVertexThatIsNotOursIsRefusedBeforeItIsMade(String foreign) throws IOException {
    replace(PROPAGATION, foreign);
    assertRefused("its configuration names the class " + foreign + ", which no model needs");
  }

  @Test
  void aVertexOfOursThatDoesNotExistIsRefused() throws IOException {
    replace(PROPAGATION, "io.espalier.engine.layers.Diffusion");
    assertRefused("");
  }

  @Test
  void aPropagationThatDoesNotExistIsRefused() throws IOException {
    replace("NEIGHBOURS", "STRANGERS");
    assertRefused("");
  }

  @Test
  void anInputThatNoVertexKnowsIsRefused() throws IOException {
    replace("\"networkInputs\" : [ \"nodes\"", "\"networkInputs\" : [ \"stars\"");
    assertRefused("");
  }

  @Test
  void weightsOfAnotherNumberAreRefused() throws IOException {
    replace("\"nout\" : 16", "\"nout\" : 1000000000");
    assertRefused("");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    CheckpointRef ref = zip();
    Path file = Path.of(ref.uri());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ModelFiles.loadGraph(ref))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is not a usable model zip: ");
  }
}
