package io.espalier.engine.trial;

import io.espalier.wire.Measurement;

/** Is told how a segment goes on, and may end it by throwing. */
public interface TrainingWatcher {
  /** Watches nothing. */
  TrainingWatcher NONE =
      new TrainingWatcher() {
        @Override
        public void beforeStep() {}

        @Override
        public void measured(int trial, Measurement measurement) {}
      };

  /** Called before every step. */
  void beforeStep();

  /** Called after every epoch. */
  void measured(int trial, Measurement measurement);
}
