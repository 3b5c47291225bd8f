package io.espalier.driver.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.LabelScale;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.TableEncoding;
import io.espalier.data.Targets;
import io.espalier.engine.models.WholeFiles;
import io.espalier.wire.InputShape;
import io.espalier.wire.Task;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What lies beside a saved model ({@code model.json}): which trial it is, how good it is, and what
 * its inputs must look like.
 *
 * @param trial the trial it retrains
 * @param seedIndex which of {@code retrain.seeds}, from 0
 * @param configuration values by parameter
 * @param metrics of the last epoch and of the test part, by column name
 * @param classes names of the classes; empty for regression
 * @param source where its training data came from, which says how to read new inputs
 * @param encoding what the columns of a table became; none for other data
 * @param labels what the network's outputs are to be put back by; none for classes
 */
public record ModelCard(
    int format,
    String experiment,
    int run,
    int trial,
    int seedIndex,
    long seed,
    int epochs,
    long parameters,
    SortedMap<String, Object> configuration,
    SortedMap<String, Double> metrics,
    List<List<Integer>> confusion,
    Task task,
    List<String> classes,
    InputShape input,
    List<String> featureNames,
    Normalisation normalisation,
    DataSource source,
    TableEncoding encoding,
    LabelScale labels) {
  /** The name of the model's zip in its folder. */
  public static final String MODEL = "model.zip";

  /** The name of the same model in ONNX's format, where it has one, in the same folder. */
  public static final String ONNX = "model.onnx";

  /** The name of the card in the same folder. */
  public static final String CARD = "model.json";

  /** The part of a card that the data decide. */
  static ModelCard of(
      String experiment,
      int run,
      io.espalier.wire.Outcome outcome,
      int seedIndex,
      long seed,
      SortedMap<String, Object> configuration,
      SortedMap<String, Double> metrics,
      PreparedData data,
      DataSource source) {
    Dataset dataset = data.dataset();
    return new ModelCard(
        CardText.FORMAT,
        experiment,
        run,
        outcome.trial(),
        seedIndex,
        seed,
        outcome.bestEpoch().orElse(outcome.measurements().size()),
        outcome.parameters(),
        configuration,
        metrics,
        outcome.test().stream()
            .findFirst()
            .map(io.espalier.wire.Evaluation::confusion)
            .orElse(List.of()),
        dataset.targets().task(),
        dataset.targets() instanceof Targets.Classes labels ? labels.names() : List.of(),
        dataset.shape(),
        dataset.featureNames(),
        data.normalisation(),
        source.recorded(),
        data.encoding(),
        dataset.targets().scale());
  }

  /** Writes the card into a model's folder. */
  public void write(Path folder, Configuration hadoop) throws IOException {
    byte[] text = CardText.write(this);
    WholeFiles.write(new Path(folder, CARD), hadoop, out -> out.write(text));
  }

  /**
   * Reads the card of a model's folder.
   *
   * @throws io.espalier.data.DataException if there is none or it is damaged
   */
  public static ModelCard read(Path folder, Configuration hadoop) {
    Path file = new Path(folder, CARD);
    try {
      FileSystem files = file.getFileSystem(hadoop);
      if (!files.exists(file)) {
        throw new io.espalier.data.DataException(
            folder + " holds no model: " + CARD + " is not there");
      }
      try (InputStream in = files.open(file)) {
        return CardText.read(in.readAllBytes(), file.toString());
      }
    } catch (JsonProcessingException damaged) {
      throw new io.espalier.data.DataException(
          file + " is damaged: " + damaged.getOriginalMessage(), damaged);
    } catch (IOException failure) {
      throw new io.espalier.data.DataException(
          "cannot read " + file + ": " + failure.getMessage(), failure);
    }
  }
}
