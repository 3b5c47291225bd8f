package io.espalier.engine;

import java.util.function.Supplier;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.Iterator;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/**
 * The rows of a query with what a network makes of them. The query is planned when somebody asks
 * for the partitions, since planning may run jobs; until then nothing happens.
 */
public final class ScoredRows extends RDD<InternalRow> {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<RDD<InternalRow>> query;
  private final RowScorer scorer;

  /**
   * @param query plans a query and gives its rows; on the driver, called once
   */
  public ScoredRows(SparkContext spark, Supplier<RDD<InternalRow>> query, RowScorer scorer) {
    super(spark, List$.MODULE$.empty(), ClassTag$.MODULE$.apply(InternalRow.class));
    this.query = query;
    this.scorer = scorer;
  }

  @Override
  public Seq<Dependency<?>> getDependencies() {
    List<Dependency<?>> none = List$.MODULE$.empty();
    return none.$colon$colon(new OneToOneDependency<>(query.get()));
  }

  @SuppressWarnings("unchecked") // that is what getDependencies made
  private RDD<InternalRow> rows() {
    return (RDD<InternalRow>) dependencies().apply(0).rdd();
  }

  @Override
  public Partition[] getPartitions() {
    return rows().partitions();
  }

  @Override
  public Iterator<InternalRow> compute(Partition partition, TaskContext task) {
    return scorer.score(rows().iterator(partition, task), task);
  }
}
