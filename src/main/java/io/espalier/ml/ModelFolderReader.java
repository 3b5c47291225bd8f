package io.espalier.ml;

import io.espalier.Experiment;
import io.espalier.data.DataException;
import io.espalier.driver.run.RunChoice;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.MLReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what {@link EspalierModel#save} wrote, or a run's best model. */
final class ModelFolderReader extends MLReader<EspalierModel> {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFolderReader.class);

  /** Reads the params alone, as Spark writes those of any stage. */
  private static final class ParamsReader implements DefaultParamsReadable<EspalierModel> {}

  /** Where a saved model has its network, beside Spark's {@code metadata}. */
  static Path network(String path) {
    return new Path(path, "network");
  }

  @Override
  public EspalierModel load(String path) {
    Configuration hadoop = sparkSession().sessionState().newHadoopConf();
    if (!isSaved(path, hadoop)) {
      String folder = new RunChoice(Experiment.OUTPUT, hadoop, LOG::info).modelFolder(path);
      return new EspalierModel(ModelFolder.read(new Path(folder), hadoop));
    }
    EspalierModel params = new ParamsReader().read().session(sparkSession()).load(path);
    ModelFolder saved = ModelFolder.read(network(path), hadoop);
    return params.copyValues(
        new EspalierModel(params.uid(), Optional.of(saved)), params.extractParamMap());
  }

  private static boolean isSaved(String path, Configuration hadoop) {
    Path metadata = new Path(path, "metadata");
    try {
      return metadata.getFileSystem(hadoop).exists(metadata);
    } catch (IOException failure) {
      throw new DataException("cannot look into " + path + ": " + failure.getMessage(), failure);
    }
  }
}
