package io.espalier.ml;

import io.espalier.data.DataException;
import io.espalier.driver.run.ModelCard;
import io.espalier.engine.models.WholeFiles;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A retrained model as a folder holds it.
 *
 * @param card what its inputs must look like
 * @param zip the network
 */
@SuppressWarnings("ArrayRecordComponent")
record ModelFolder(ModelCard card, byte[] zip) {
  /**
   * Reads a model's folder.
   *
   * @throws DataException in one line, if there is none or it cannot be read
   */
  static ModelFolder read(Path folder, Configuration hadoop) {
    ModelCard card = ModelCard.read(folder, hadoop);
    Path file = new Path(folder, ModelCard.MODEL);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return new ModelFolder(card, in.readAllBytes());
    } catch (IOException failure) {
      throw new DataException("cannot read " + file + ": " + failure.getMessage(), failure);
    }
  }

  /** Writes such a folder. */
  void write(Path folder, Configuration hadoop) throws IOException {
    WholeFiles.write(new Path(folder, ModelCard.MODEL), hadoop, out -> out.write(zip));
    card.write(folder, hadoop);
  }
}
