package io.espalier.engine;

import io.espalier.data.Augmentation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.lanes.LaneShape.Batches;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of an assignment's segments train side by side: those of one shape on the same batches
 * where there are many of them, else those of one shape, folds and repeats of a trial with each
 * other. The plan, the shapes and their number bound a group, so that it does not depend on the
 * machine.
 */
public final class Companions {
  /**
   * So many on the same batches are not mixed with others: theirs need not be spread over lanes.
   */
  private static final int MANY = 8;

  private final TrainingPlan plan;
  private final PreparedData data;
  private final Map<Kind, Integer> alike = new HashMap<>();

  /** What the segments of a group have in common. */
  private record Kind(LaneShape shape, Batches batches, int fold, int repeat) {
    static Kind shared(LaneShape shape, Segment segment) {
      return new Kind(shape, Batches.SHARED, segment.fold(), segment.repeat());
    }

    static Kind mixed(LaneShape shape) {
      return new Kind(shape, Batches.OWN, 0, 0);
    }
  }

  private Companions(List<Segment> segments, TrainingPlan plan, PreparedData data) {
    this.plan = plan;
    this.data = data;
    for (Segment segment : segments) {
      shape(segment, plan, data)
          .ifPresent(
              shape -> {
                alike.merge(Kind.shared(shape, segment), 1, Integer::sum);
                alike.merge(Kind.mixed(shape), 1, Integer::sum);
              });
    }
  }

  /** The indexes of all segments, in groups that may be trained together. */
  static List<List<Integer>> of(List<Segment> segments, TrainingPlan plan, PreparedData data) {
    return new Companions(segments, plan, data).groups(segments);
  }

  private List<List<Integer>> groups(List<Segment> segments) {
    List<List<Integer>> groups = new ArrayList<>();
    Map<Kind, List<Integer>> open = new HashMap<>();
    for (int index = 0; index < segments.size(); index++) {
      Segment segment = segments.get(index);
      Optional<Kind> kind = shape(segment, plan, data).map(shape -> kind(shape, segment));
      List<Integer> group =
          kind.filter(one -> open.containsKey(one) && open.get(one).size() < most(one))
              .map(open::get)
              .orElseGet(
                  () -> {
                    List<Integer> begun = new ArrayList<>();
                    groups.add(begun);
                    return begun;
                  });
      kind.ifPresent(one -> open.put(one, group));
      group.add(index);
    }
    return groups;
  }

  private Kind kind(LaneShape shape, Segment segment) {
    Kind shared = Kind.shared(shape, segment);
    Kind mixed = Kind.mixed(shape);
    int all = alike.getOrDefault(mixed, 0);
    boolean few = alike.getOrDefault(shared, 0) < MANY;
    return few && Math.min(all, most(mixed)) >= LaneShape.FEWEST_LANES ? mixed : shared;
  }

  private int most(Kind kind) {
    return most(kind.shape(), kind.batches(), plan);
  }

  /** The shape of a segment's training; nothing if it trains alone. */
  public static Optional<LaneShape> shape(Segment segment, TrainingPlan plan, PreparedData data) {
    Split split = segment.fold() == 0 ? data.split() : data.folds().get(segment.fold() - 1).split();
    return plan.mostTogether() == TrainingPlan.ALONE
        ? Optional.empty()
        : LaneShape.of(segment, plan.input(), plan.outputs(), split);
  }

  /** The shape of a new trial, on its first fold where it has some; nothing if it trains alone. */
  public static Optional<LaneShape> shape(TrialPlan trial, PreparedData data) {
    Split split = data.folds().isEmpty() ? data.split() : data.folds().get(0).split();
    int validated = split.validation().length;
    return data.augmentation().equals(Augmentation.NONE)
        ? LaneShape.of(
            trial.model(),
            trial.training(),
            data.dataset().shape(),
            data.dataset().targets().outputs(),
            new LaneShape.Span(split.train().length, validated, 0, 1, Part.TRAIN))
        : Optional.empty();
  }

  /** Trainings of a shape that go side by side at most. */
  public static int most(LaneShape shape, Batches batches, TrainingPlan plan) {
    return Math.min(shape.mostLanes(batches), plan.mostTogether());
  }
}
