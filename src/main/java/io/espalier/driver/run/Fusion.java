package io.espalier.driver.run;

import io.espalier.data.PreparedData;
import io.espalier.driver.run.TrialQueue.Waiting;
import io.espalier.engine.Companions;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.lanes.LaneShape.Batches;
import io.espalier.wire.TrainingPlan;
import java.util.Optional;

/** Which trials are sent together, however long they take, because they train side by side. */
interface Fusion {
  /** None. */
  Fusion NONE =
      new Fusion() {
        @Override
        public int most(Waiting trial) {
          return 1;
        }

        @Override
        public boolean agree(Waiting one, Waiting other) {
          return false;
        }
      };

  /** Trials like this one that train side by side at most; 1 for one that trains alone. */
  int most(Waiting trial);

  /** Whether two trials train side by side. */
  boolean agree(Waiting one, Waiting other);

  /** Those whose shapes agree, as executors see them. */
  record OfShapes(TrainingPlan plan, PreparedData data) implements Fusion {
    @Override
    public int most(Waiting trial) {
      return shape(trial).map(shape -> Companions.most(shape, Batches.SHARED, plan)).orElse(1);
    }

    @Override
    public boolean agree(Waiting one, Waiting other) {
      Optional<LaneShape> shape = shape(one);
      return shape.isPresent()
          && one.segments().size() == other.segments().size()
          && shape.equals(shape(other));
    }

    /** Of its first training: the others differ in fold and repeat alone. */
    private Optional<LaneShape> shape(Waiting trial) {
      return Companions.shape(trial.segments().get(0), plan, data);
    }
  }
}
