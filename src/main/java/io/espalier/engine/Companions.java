package io.espalier.engine;

import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which of an assignment's segments train side by side. */
public final class Companions {
  private Companions() {}

  /**
   * All segments, in groups that may be trained together; those of a trial stay in order. The plan
   * and the shape bound a group, so that it does not depend on the machine.
   */
  static List<List<Segment>> of(List<Segment> segments, TrainingPlan plan, PreparedData data) {
    List<List<Segment>> groups = new ArrayList<>();
    Map<LaneShape, Integer> open = new HashMap<>();
    Map<Integer, Integer> last = new HashMap<>();
    for (Segment segment : segments) {
      Optional<LaneShape> shape = shape(segment, plan, data);
      int most = shape.map(one -> most(one, plan)).orElse(1);
      int group = shape.map(one -> open.getOrDefault(one, -1)).orElse(-1);
      int before = last.getOrDefault(segment.trial(), -1);
      if (group <= before || groups.get(group).size() >= most) {
        group = groups.size();
        groups.add(new ArrayList<>());
        int begun = group;
        shape.ifPresent(one -> open.put(one, begun));
      }
      groups.get(group).add(segment);
      last.put(segment.trial(), group);
    }
    return groups;
  }

  /** The shape of a segment's training; nothing if it trains alone. */
  public static Optional<LaneShape> shape(Segment segment, TrainingPlan plan, PreparedData data) {
    return plan.mostTogether() == TrainingPlan.ALONE
        ? Optional.empty()
        : LaneShape.of(segment, plan.input(), plan.outputs(), rows(data, segment));
  }

  /** Trials of a shape that train side by side at most. */
  public static int most(LaneShape shape, TrainingPlan plan) {
    return Math.min(shape.mostLanes(), plan.mostTogether());
  }

  /** Examples that it trains on. */
  private static int rows(PreparedData data, Segment segment) {
    Split split = segment.fold() == 0 ? data.split() : data.folds().get(segment.fold() - 1).split();
    return split.rows(segment.trainOn()).length;
  }
}
