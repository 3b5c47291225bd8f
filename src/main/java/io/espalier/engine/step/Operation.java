package io.espalier.engine.step;

/** One operation on fixed arrays. */
interface Operation {
  void run();
}
