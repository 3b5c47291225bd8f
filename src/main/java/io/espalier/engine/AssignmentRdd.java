package io.espalier.engine;

import io.espalier.wire.Assignment;
import io.espalier.wire.Outcome;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.Seq;
import scala.collection.immutable.Nil$;
import scala.reflect.ClassTag$;

/**
 * One assignment as Spark knows it: a data set of one partition, whose only element is what an
 * executor made of the assignment. The same as {@code parallelize(…).map(…)} with a third of its
 * cost for the driver: there are no closures to be looked through, and none to be rebuilt on the
 * executor.
 */
public final class AssignmentRdd extends RDD<List<Outcome>> {
  private static final long serialVersionUID = 1L;

  private final Function<Assignment, List<Outcome>> task;
  private final transient Assignment assignment;

  /**
   * @param task what an executor does with the assignment
   */
  public AssignmentRdd(
      SparkContext spark, Function<Assignment, List<Outcome>> task, Assignment assignment) {
    super(spark, noDependencies(), ClassTag$.MODULE$.apply(List.class));
    this.task = task;
    this.assignment = assignment;
  }

  /** Scala's empty list, which travels in a few bytes. */
  @SuppressWarnings("unchecked") // empty
  private static Seq<Dependency<?>> noDependencies() {
    return (Seq<Dependency<?>>) (Seq<?>) Nil$.MODULE$;
  }

  /** What travels with the task. */
  private record Whole(Assignment assignment) implements Partition {
    private static final long serialVersionUID = 1L;

    @Override
    public int index() {
      return 0;
    }
  }

  /** Takes the element out of its iterator, on the executor. */
  public static final class Element
      implements Function1<Iterator<List<Outcome>>, List<Outcome>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Outcome> apply(Iterator<List<Outcome>> elements) {
      return elements.next();
    }
  }

  @Override
  public Partition[] getPartitions() {
    return new Partition[] {new Whole(assignment)};
  }

  @Override
  public Iterator<List<Outcome>> compute(Partition partition, TaskContext context) {
    try {
      return Iterator$.MODULE$.single(task.call(((Whole) partition).assignment()));
    } catch (Exception failure) {
      throw rethrown(failure);
    }
  }

  /** Spark tells failures apart by their classes, so they pass as they are. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> RuntimeException rethrown(Exception failure) throws E {
    throw (E) failure;
  }
}
