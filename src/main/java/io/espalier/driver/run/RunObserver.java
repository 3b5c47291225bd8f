package io.espalier.driver.run;

/** Told what happens in a run; called on the driver's loop, so it must return at once. */
public interface RunObserver {
  /** Something a person should know: a resumed run, a changed version. One line. */
  void notice(String line);

  /** The search has moved on. */
  void searching(SearchProgress progress);

  /** So many of so many models have been trained again. */
  void retraining(int done, int total);

  /** Sees nothing. */
  RunObserver NONE =
      new RunObserver() {
        @Override
        public void notice(String line) {}

        @Override
        public void searching(SearchProgress progress) {}

        @Override
        public void retraining(int done, int total) {}
      };
}
