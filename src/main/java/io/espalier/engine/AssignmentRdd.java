package io.espalier.engine;

import io.espalier.wire.Assignment;
import io.espalier.wire.TaskResult;
import java.io.Serializable;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/**
 * One assignment as Spark knows it: a data set of one partition, whose only element is what an
 * executor made of the assignment. The same as {@code parallelize(…).map(…)} with a third of its
 * cost for the driver: there are no closures to be looked through, and none to be rebuilt on the
 * executor.
 */
public final class AssignmentRdd extends RDD<TaskResult> {
  private static final long serialVersionUID = 1L;

  private final Function<Assignment, TaskResult> task;
  private final transient Assignment assignment;

  /**
   * @param task what an executor does with the assignment
   */
  public AssignmentRdd(
      SparkContext spark, Function<Assignment, TaskResult> task, Assignment assignment) {
    super(spark, noDependencies(), ClassTag$.MODULE$.apply(TaskResult.class));
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
      implements Function1<Iterator<TaskResult>, TaskResult>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public TaskResult apply(Iterator<TaskResult> elements) {
      return elements.next();
    }
  }

  @Override
  public Partition[] getPartitions() {
    return new Partition[] {new Whole(assignment)};
  }

  @Override
  public Iterator<TaskResult> compute(Partition partition, TaskContext context) {
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
