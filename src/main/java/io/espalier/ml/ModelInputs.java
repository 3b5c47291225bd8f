package io.espalier.ml;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Missing;
import io.espalier.data.StepRows;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableSpec;
import io.espalier.data.session.NewRows;
import io.espalier.data.session.StepSequences;
import io.espalier.driver.run.ModelCard;
import io.espalier.wire.InputShape;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Which columns of rows are a model's inputs. */
final class ModelInputs {
  private ModelInputs() {}

  /**
   * The columns of the training data, or one of vectors or arrays that holds a model's inputs in
   * their order.
   *
   * @param features the name of that column; empty for the columns of the training data
   * @throws DataException in one line, if the rows lack one or the model takes no rows
   */
  static NewRows of(ModelCard card, StructType schema, String features) {
    if (card.input() instanceof InputShape.Graph) {
      throw new DataException(
          "the model of " + card.experiment() + " takes graphs, and rows hold none");
    }
    if (!features.isEmpty() && card.input() instanceof InputShape.Sequence) {
      throw new DataException(
          "the model of "
              + card.experiment()
              + " takes sequences: leave featuresCol out, they are read from the column of the"
              + " training data");
    }
    if (!features.isEmpty()) {
      boolean filled = card.normalisation().fill().length > 0;
      Missing missing = filled ? new Missing(Missing.Policy.MEAN) : Missing.REFUSE;
      TableEncoding vectors = TableEncoding.ofVectors(features, card.input().size(), missing);
      return NewRows.of(schema, TableSpec.unlabelled(), vectors);
    }
    if (!card.encoding().columns().isEmpty()) {
      return NewRows.of(schema, spec(card).withSteps(StepRows.NONE), card.encoding());
    }
    if (card.featureNames().isEmpty()) {
      throw new DataException(
          "the model of "
              + card.experiment()
              + " takes examples of "
              + card.input()
              + ": set featuresCol to a column of vectors or arrays of their "
              + card.input().size()
              + " numbers, images channel by channel");
    }
    return NewRows.of(schema, TableSpec.unlabelled(), TableEncoding.ofNumbers(card.featureNames()));
  }

  /**
   * What makes sequences of rows that are steps; empty for a model whose rows are examples.
   *
   * @throws DataException in one line, if the rows lack a column of the training data
   */
  static Optional<StepSequences> steps(ModelCard card, StructType schema) {
    TableSpec spec = spec(card);
    return spec.steps().asked()
        ? Optional.of(new StepSequences(schema, spec, card.encoding()))
        : Optional.empty();
  }

  /** How many numbers a model of no classes predicts. */
  static int numbers(ModelCard card) {
    return Math.max(1, Math.max(card.labels().mean().length, spec(card).labels().size()));
  }

  private static TableSpec spec(ModelCard card) {
    DataSource source = card.source();
    if (source instanceof DataSource.Table table) {
      return table.spec();
    }
    return source instanceof DataSource.SparkTable table ? table.spec() : TableSpec.unlabelled();
  }
}
