package io.espalier.executor.compiled;

/** One operation on fixed arrays. */
interface Operation {
  void run();
}
