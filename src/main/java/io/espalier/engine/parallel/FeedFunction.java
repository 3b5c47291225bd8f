package io.espalier.engine.parallel;

import io.espalier.data.PreparedData;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.trial.BatchFeed;
import io.espalier.engine.trial.BatchRows;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.dataset.DataSet;

/** Turns rows into batches where they are trained on, one at a time. */
record FeedFunction(Broadcast<PreparedData> data, Broadcast<Form> form)
    implements FlatMapFunction<Iterator<BatchRows>, DataSet> {
  @Override
  public Iterator<DataSet> call(Iterator<BatchRows> rows) {
    TaskDevice.take();
    BatchFeed feed = new BatchFeed(rows, data.value(), form.value().model());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> feed.close());
    return feed;
  }
}
