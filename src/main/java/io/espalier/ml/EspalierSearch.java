package io.espalier.ml;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.ExperimentBuilder;
import io.espalier.Run;
import io.espalier.RunOptions;
import io.espalier.data.DataSource;
import io.espalier.data.TableSpec;
import io.espalier.data.session.HeldTable;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.run.SessionRun;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An estimator whose {@code fit} searches: it runs an experiment over the rows and returns the best
 * network, retrained. The experiment is a file ({@code experimentFile}), whose {@code data} part
 * says what is done with a table's columns, or what a program has built. The run is kept where
 * every run is, and the same rows with the same experiment take it up: what is finished is not
 * searched again.
 */
public final class EspalierSearch extends Estimator<EspalierModel>
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> experimentFile;
  private final BooleanParam newRun;
  private final Param<String> labelCol;
  private final Param<String> featuresCol;
  private final Param<String> predictionCol;
  private final Param<String> predictedClassCol;
  private final Param<String> probabilityCol;
  private transient Optional<Built> built = Optional.empty();

  /** What a program has built. */
  private record Built(ExperimentBuilder experiment, TableSpec columns) {}

  public EspalierSearch() {
    this(Identifiable$.MODULE$.randomUID("espalierSearch"));
  }

  /** With a name of its own: how Spark loads one. */
  public EspalierSearch(String uid) {
    this.uid = uid;
    experimentFile = ColumnParams.of(this, "experimentFile", "an experiment file over a table", "");
    newRun = new BooleanParam(this, "newRun", "whether to begin another run in any case");
    setDefault(newRun, false);
    labelCol =
        ColumnParams.of(this, "labelCol", "column to predict; empty as the experiment says", "");
    featuresCol = ColumnParams.features(this);
    predictionCol = ColumnParams.prediction(this);
    predictedClassCol = ColumnParams.predictedClass(this);
    probabilityCol = ColumnParams.probability(this);
  }

  /** Reads one that was saved. */
  public static EspalierSearch load(String path) {
    return read().load(path);
  }

  /** What reads one that was saved. */
  public static MLReader<EspalierSearch> read() {
    return new DefaultParamsReadable<EspalierSearch>() {}.read();
  }

  /** Searches over rows as an experiment says that a program builds; its data are not asked for. */
  public EspalierSearch setExperiment(ExperimentBuilder experiment, TableSpec columns) {
    built = Optional.of(new Built(experiment, columns));
    return this;
  }

  /**
   * Runs the search, or takes it up where it was.
   *
   * @throws ConfigurationException if there is no experiment, or it is wrong; one line each
   * @throws io.espalier.data.DataException if the rows cannot be used, in one line
   */
  @Override
  public EspalierModel fit(Dataset<?> rows) {
    transformSchema(rows.schema());
    Dataset<Row> held = rows.toDF();
    Experiment experiment = experiment(held);
    RunOptions options = RunOptions.standard();
    Run run =
        SessionRun.run(
            rows.sparkSession(),
            experiment,
            (boolean) getOrDefault(newRun) ? options.asNewRun() : options);
    EspalierModel model = copyValues(EspalierModel.load(run.folder()), extractParamMap());
    model.clear(model.featuresCol()); // its columns are those of the rows it was trained on
    return model.setParent(this);
  }

  private Experiment experiment(Dataset<Row> rows) {
    if (built.isPresent()) {
      Built given = built.get();
      return given.experiment().data(rows, columns(given.columns())).build();
    }
    Experiment file = file();
    return file.over(file.data().from(new HeldTable(rows, columns(spec(file)))));
  }

  private Experiment file() {
    String path = getOrDefault(experimentFile);
    if (path.isEmpty()) {
      throw new ConfigurationException(
          "there is no experiment: set experimentFile, or setExperiment(builder, columns)");
    }
    return ExperimentFile.load(Path.of(path), List.of(), System.getenv());
  }

  private TableSpec spec(Experiment file) {
    DataSource source = file.data().source();
    if (source instanceof DataSource.Table table) {
      return table.spec();
    }
    if (source instanceof DataSource.SparkTable table) {
      return table.spec();
    }
    throw new ConfigurationException(
        getOrDefault(experimentFile)
            + ": data.source: expected a table (csv, parquet or spark), whose columns fit takes from"
            + " its rows");
  }

  /** What is done with the columns, by the names that the params give. */
  private TableSpec columns(TableSpec said) {
    String label = getOrDefault(labelCol);
    String features = getOrDefault(featuresCol);
    TableSpec labelled = label.isEmpty() ? said : said.withLabels(List.of(label));
    return features.isEmpty()
        ? labelled
        : labelled.withInputs(List.of(features), List.of(), List.of());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TableSpec columns = columns(built.map(Built::columns).orElseGet(() -> spec(file())));
    int numbers = columns.regression() ? columns.labels().size() : 0;
    return new OutputColumns(
            numbers,
            getOrDefault(predictionCol),
            getOrDefault(predictedClassCol),
            getOrDefault(probabilityCol))
        .behind(examples(schema, columns), List.of());
  }

  /** The columns of rows that are examples; of steps those that tell sequences apart. */
  private static StructType examples(StructType schema, TableSpec columns) {
    List<String> by = columns.steps().by();
    return by.isEmpty()
        ? schema
        : new StructType(
            Arrays.stream(schema.fields())
                .filter(field -> by.contains(field.name()))
                .toArray(StructField[]::new));
  }

  @Override
  public EspalierSearch copy(ParamMap extra) {
    EspalierSearch copy = copyValues(new EspalierSearch(uid), extra);
    copy.built = built;
    return copy;
  }

  /**
   * @throws ConfigurationException if a program has built the experiment, which no file could hold
   */
  @Override
  public MLWriter write() {
    if (built.isPresent()) {
      throw new ConfigurationException(
          "a program has built this search: only one with an experimentFile can be saved");
    }
    return DefaultParamsWritable.super.write();
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> experimentFile() {
    return experimentFile;
  }

  public BooleanParam newRun() {
    return newRun;
  }

  public Param<String> labelCol() {
    return labelCol;
  }

  public Param<String> featuresCol() {
    return featuresCol;
  }

  public Param<String> predictionCol() {
    return predictionCol;
  }

  public Param<String> predictedClassCol() {
    return predictedClassCol;
  }

  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** An experiment file; the columns that it names are those of the rows. */
  public EspalierSearch setExperimentFile(String value) {
    set(experimentFile, value);
    return this;
  }

  /** Whether to begin another run, instead of taking up the newest. */
  public EspalierSearch setNewRun(boolean value) {
    set(newRun, value);
    return this;
  }

  /** The column to predict in place of the experiment's. */
  public EspalierSearch setLabelCol(String value) {
    set(labelCol, value);
    return this;
  }

  /** The only column of inputs in place of the experiment's: vectors, arrays or numbers. */
  public EspalierSearch setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  public EspalierSearch setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  public EspalierSearch setPredictedClassCol(String value) {
    set(predictedClassCol, value);
    return this;
  }

  public EspalierSearch setProbabilityCol(String value) {
    set(probabilityCol, value);
    return this;
  }
}
