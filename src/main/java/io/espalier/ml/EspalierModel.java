package io.espalier.ml;

import io.espalier.data.DataException;
import io.espalier.data.session.StepSequences;
import io.espalier.driver.run.ModelCard;
import io.espalier.engine.RowScorer;
import io.espalier.engine.ScoredRows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A retrained network that scores rows on the executors, batch by batch. It takes the columns of
 * the training data as they were before anything was made of them ({@code featuresCol} names one of
 * vectors instead) and puts columns behind each row, as Spark's own models do. Of a model whose
 * rows are steps it gives one row for each sequence: the columns that tell them apart, and these:
 *
 * <ul>
 *   <li>of classes {@code predictionCol}, the number of the likeliest class from 0, with the
 *       classes' names as its attribute; {@code predictedClassCol}, that class's name; {@code
 *       probabilityCol}, a vector in the order of the classes;
 *   <li>of numbers {@code predictionCol}: a number, or a vector where several are predicted.
 * </ul>
 *
 * A column whose name is empty is left out. A row that lacks something, of a model that was trained
 * with {@code missing = drop}, has nulls there.
 */
public final class EspalierModel extends Model<EspalierModel> implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> featuresCol;
  private final Param<String> predictionCol;
  private final Param<String> predictedClassCol;
  private final Param<String> probabilityCol;
  private final transient Optional<ModelFolder> saved;

  EspalierModel(String uid, Optional<ModelFolder> saved) {
    this.uid = uid;
    this.saved = saved;
    featuresCol = ColumnParams.features(this);
    predictionCol = ColumnParams.prediction(this);
    predictedClassCol = ColumnParams.predictedClass(this);
    probabilityCol = ColumnParams.probability(this);
  }

  EspalierModel(ModelFolder saved) {
    this(Identifiable$.MODULE$.randomUID("espalierModel"), Optional.of(saved));
  }

  /** Without a network yet: how Spark begins to load one. */
  public EspalierModel(String uid) {
    this(uid, Optional.empty());
  }

  /**
   * Reads a model that was saved, or the best one of a finished run.
   *
   * @param path of a folder that {@link #save} wrote, of a run, of an experiment, or of any folder
   *     with {@code model.zip} and {@code model.json}; a local path or Hadoop URI
   * @throws RuntimeException in one line, if there is none
   */
  public static EspalierModel load(String path) {
    return read().load(path);
  }

  /** What reads a model, as {@link #load} does. */
  public static MLReader<EspalierModel> read() {
    return new ModelFolderReader();
  }

  private ModelFolder saved() {
    return saved.orElseThrow(
        () -> new IllegalStateException("the model " + uid + " has no network: load one"));
  }

  /**
   * The names of the classes, in the order of the probabilities; none where it predicts numbers.
   */
  public List<String> classes() {
    return saved().card().classes();
  }

  /** The names of the network's inputs, in order; none where they have no names, as in images. */
  public List<String> inputNames() {
    return saved().card().featureNames();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    transformSchema(rows.schema());
    if (rows.isStreaming()) {
      throw new DataException(
          "rows of a stream are scored batch by batch: writeStream().foreachBatch((batch, id) ->"
              + " model.transform(batch) …)");
    }
    SparkSession spark = rows.sparkSession();
    ModelCard card = saved().card();
    Optional<StepSequences> steps = ModelInputs.steps(card, rows.schema());
    Dataset<Row> examples = steps.isPresent() ? steps.get().of(rows) : rows.toDF();
    Broadcast<byte[]> network =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(saved().zip());
    RowScorer scorer =
        new RowScorer(
            examples.schema(),
            ModelInputs.of(card, examples.schema(), features()),
            card.input(),
            card.normalisation(),
            card.labels(),
            card.classes(),
            List.copyOf(columns().byName().values()),
            network);
    Dataset<Row> scored =
        StoredRows.dataset(
            spark,
            new ScoredRows(spark.sparkContext(), () -> examples.queryExecution().toRdd(), scorer),
            columns().behind(examples.schema(), classes()));
    return steps.isPresent() ? scored.drop(steps.get().features()) : scored;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Optional<StepSequences> steps = ModelInputs.steps(saved().card(), schema);
    if (steps.isPresent()) {
      return columns().behind(steps.get().keys(), classes());
    }
    ModelInputs.of(saved().card(), schema, features());
    return columns().behind(schema, classes());
  }

  private OutputColumns columns() {
    return new OutputColumns(
        classes().isEmpty() ? ModelInputs.numbers(saved().card()) : 0,
        getPredictionCol(),
        getPredictedClassCol(),
        getProbabilityCol());
  }

  private String features() {
    return getOrDefault(featuresCol);
  }

  @Override
  public EspalierModel copy(ParamMap extra) {
    EspalierModel copy = copyValues(new EspalierModel(uid, saved), extra);
    return hasParent() ? copy.setParent(parent()) : copy;
  }

  @Override
  public MLWriter write() {
    MLWriter params = DefaultParamsWritable.super.write();
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        try {
          params.session(sparkSession()).save(path);
          saved()
              .write(
                  ModelFolderReader.network(path), sparkSession().sessionState().newHadoopConf());
        } catch (IOException failure) {
          throw new DataException(
              "cannot save the model to " + path + ": " + failure.getMessage(), failure);
        }
      }
    };
  }

  @Override
  public String uid() {
    return uid;
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

  public String getFeaturesCol() {
    return getOrDefault(featuresCol);
  }

  public String getPredictionCol() {
    return getOrDefault(predictionCol);
  }

  public String getPredictedClassCol() {
    return getOrDefault(predictedClassCol);
  }

  public String getProbabilityCol() {
    return getOrDefault(probabilityCol);
  }

  /**
   * A column of vectors or arrays that holds the model's inputs in order; empty for the columns.
   */
  public EspalierModel setFeaturesCol(String value) {
    set(featuresCol, value);
    return this;
  }

  public EspalierModel setPredictionCol(String value) {
    set(predictionCol, value);
    return this;
  }

  public EspalierModel setPredictedClassCol(String value) {
    set(predictedClassCol, value);
    return this;
  }

  public EspalierModel setProbabilityCol(String value) {
    set(probabilityCol, value);
    return this;
  }
}
