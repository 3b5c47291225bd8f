package io.espalier.engine.trial;

import io.espalier.wire.Measurement;
import java.util.Optional;

/** Is told how a segment goes on, and may end it. */
public interface TrainingWatcher {
  /** Watches nothing. */
  TrainingWatcher NONE =
      new TrainingWatcher() {
        @Override
        public void beforeStep() {}

        @Override
        public Optional<String> measured(Measurement measurement) {
          return Optional.empty();
        }
      };

  /** Called before every step; ends the segment by throwing. */
  void beforeStep();

  /**
   * Called after every epoch.
   *
   * @return why the segment ends here, STOPPED, one line; empty where it goes on
   */
  Optional<String> measured(Measurement measurement);
}
