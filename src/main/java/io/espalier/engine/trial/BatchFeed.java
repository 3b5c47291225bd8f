package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.wire.ModelSpec;
import java.util.Iterator;
import org.nd4j.linalg.dataset.DataSet;

/** Turns rows into batches, each valid until the next. */
public final class BatchFeed implements Iterator<DataSet>, AutoCloseable {
  private final Iterator<BatchRows> rows;
  private final BatchSource source;

  /** Batches of these rows, assembled as a training in one process assembles them. */
  public BatchFeed(Iterator<BatchRows> rows, PreparedData data, ModelSpec model) {
    this.rows = rows;
    source = new BatchSource(data, model);
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public DataSet next() {
    BatchRows next = rows.next();
    Batch batch = source.training(next.rows(), 0, next.rows().length, next.epochSeed());
    return new BatchData(batch, next);
  }

  @Override
  public void close() {
    source.close();
  }
}
