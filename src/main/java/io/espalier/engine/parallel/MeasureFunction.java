package io.espalier.engine.parallel;

import io.espalier.data.PreparedData;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.trial.Replica;
import io.espalier.engine.trial.Tally;
import io.espalier.wire.Measures;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** Measures a network on pieces of the data. */
record MeasureFunction(
    Broadcast<PreparedData> data,
    Broadcast<Form> form,
    Broadcast<RoundStart> start,
    Measures measures)
    implements FlatMapFunction<Iterator<int[]>, Tally> {
  @Override
  public Iterator<Tally> call(Iterator<int[]> pieces) {
    TaskDevice.take();
    List<Tally> tallies = new ArrayList<>();
    try (Replica replica =
        new Replica(
            form.value().configuration(),
            form.value().model(),
            form.value().training(),
            data.value(),
            start.value().weights(),
            form.value().inLanes())) {
      pieces.forEachRemaining(rows -> tallies.add(replica.measure(rows, measures)));
    }
    return tallies.iterator();
  }
}
