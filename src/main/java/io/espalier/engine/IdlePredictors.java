package io.espalier.engine;

import io.espalier.engine.devices.Device;
import io.espalier.engine.models.Release;
import io.espalier.engine.trial.Predictor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Networks of this process that no task is using: each is read once and serves one task after
 * another. They are kept as long as Spark keeps the bytes they were read from.
 */
final class IdlePredictors {
  /** By the array itself, which equals no other. */
  private static final Map<byte[], Map<Device, Deque<Predictor>>> IDLE = new WeakHashMap<>();

  private IdlePredictors() {}

  /** A network for the calling task alone. */
  static Predictor take(byte[] zip, Device device) {
    synchronized (IDLE) {
      Deque<Predictor> idle = idle(zip, device);
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    try {
      return Predictor.read(new ByteArrayInputStream(zip), "the model");
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** Ends what {@link #take} began. */
  static void giveBack(byte[] zip, Device device, Predictor predictor) {
    Release.workspaces();
    synchronized (IDLE) {
      idle(zip, device).push(predictor);
    }
  }

  private static Deque<Predictor> idle(byte[] zip, Device device) {
    return IDLE.computeIfAbsent(zip, bytes -> new HashMap<>())
        .computeIfAbsent(device, where -> new ArrayDeque<>());
  }
}
