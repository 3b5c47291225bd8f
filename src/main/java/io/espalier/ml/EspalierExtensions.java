package io.espalier.ml;

import io.espalier.data.DataException;
import io.espalier.driver.cluster.ScalaCollections;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Function1;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * What Spark SQL learns with {@code spark.sql.extensions=io.espalier.ml.EspalierExtensions}: the
 * table function {@code espalier_score('run', 'table')}, the rows of a table or view with what the
 * run's best model puts behind them.
 */
public final class EspalierExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** The function's name. */
  static final String SCORE = "espalier_score";

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // Scala's two versions call its sequences otherwise
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    ExpressionInfo info = new ExpressionInfo(EspalierExtensions.class.getName(), SCORE);
    Function1 score = new Score();
    extensions.injectTableFunction(new Tuple3<>(new FunctionIdentifier(SCORE), info, score));
    return BoxedUnit.UNIT;
  }

  /** Makes the plan of a call. */
  private static final class Score
      extends AbstractFunction1<scala.collection.Seq<Expression>, LogicalPlan> {
    @Override
    public LogicalPlan apply(scala.collection.Seq<Expression> arguments) {
      List<Expression> said = ScalaCollections.copied(arguments);
      if (said.size() != 2 || !said.stream().allMatch(Expression::foldable)) {
        throw new DataException(
            SCORE + ": expected two texts, a run and a table: " + SCORE + "('runs/fruit', 'new')");
      }
      SparkSession spark = SparkSession.active();
      return EspalierModel.load(text(said.get(0)))
          .transform(spark.table(text(said.get(1))))
          .queryExecution()
          .analyzed();
    }

    private static String text(Expression argument) {
      return String.valueOf(argument.eval(null));
    }
  }
}
