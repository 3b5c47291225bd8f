package io.espalier.engine;

import io.espalier.data.LabelScale;
import io.espalier.data.Normalisation;
import io.espalier.data.session.NewRowReader;
import io.espalier.data.session.NewRows;
import io.espalier.engine.devices.BackendChoice;
import io.espalier.engine.devices.Device;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.trial.Predictor;
import io.espalier.wire.InputShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.GenerateUnsafeRowJoiner;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowJoiner;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.factory.Nd4j;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;

/**
 * Puts a trained network's outputs behind rows, in tasks: batch by batch, so that no more than one
 * batch of rows and outputs is in memory.
 *
 * @param schema of the rows
 * @param inputs which cells the network takes, and what becomes of them before it is normalised
 * @param labels what outputs are put back by
 * @param classes their names; none where numbers are predicted
 * @param columns what is put behind each row, in order
 * @param network what the model's zip holds
 */
public record RowScorer(
    StructType schema,
    NewRows inputs,
    InputShape shape,
    Normalisation normalisation,
    LabelScale labels,
    List<String> classes,
    List<ScoredColumn> columns,
    Broadcast<byte[]> network)
    implements Serializable {
  static {
    BackendChoice.here();
  }

  public RowScorer {
    classes = List.copyOf(classes);
    columns = List.copyOf(columns);
  }

  /** The rows of a partition with their outputs; a row is valid until the next one is asked for. */
  Iterator<InternalRow> score(Iterator<InternalRow> rows, TaskContext task) {
    NativeCache.deleteInTheEnd();
    MachineSettings held = MachineSettings.hold(); // loads ND4J, before a device is asked for
    task.addTaskCompletionListener((TaskCompletionListener) ended -> held.close());
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    Device device = TaskDevice.take();
    byte[] zip = network.value();
    Predictor predictor = IdlePredictors.take(zip, device);
    task.addTaskCompletionListener(
        (TaskCompletionListener) ended -> IdlePredictors.giveBack(zip, device, predictor));
    return new Scored(rows, predictor);
  }

  private final class Scored extends AbstractIterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final Predictor predictor;
    private final NewRowReader reader = inputs.reader();
    private final int batchSize = Predictor.batchSize(shape.size());
    private final UTF8String[] names =
        classes.stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
    private final UnsafeProjection stored = UnsafeProjection.create(schema);
    private final UnsafeProjection behind = UnsafeProjection.create(behind());
    private final UnsafeRowJoiner joiner = GenerateUnsafeRowJoiner.create(schema, behind());
    private final GenericInternalRow none = new GenericInternalRow(columns.size());
    private final List<UnsafeRow> kept = new ArrayList<>();
    private final ScoredColumn[] cells = columns.toArray(ScoredColumn[]::new);
    private List<UnsafeRow> batch = List.of();
    private InternalRow[] outputs = {};
    private int next;

    Scored(Iterator<InternalRow> rows, Predictor predictor) {
      this.rows = rows;
      this.predictor = predictor;
    }

    private StructType behind() {
      StructType behind = new StructType();
      for (ScoredColumn column : columns) {
        behind = behind.add(column.name(), column.type());
      }
      return behind;
    }

    @Override
    public boolean hasNext() {
      return next < batch.size() || rows.hasNext();
    }

    @Override
    public InternalRow next() {
      if (next == batch.size()) {
        readBatch();
      }
      UnsafeRow output = behind.apply(outputs[next]);
      return joiner.join(batch.get(next++), output);
    }

    private void readBatch() {
      next = 0;
      int count = 0;
      for (; count < batchSize && rows.hasNext(); count++) {
        InternalRow row = rows.next();
        keep(count, row instanceof UnsafeRow same ? same : stored.apply(row));
      }
      batch = kept.subList(0, count);
      NewRowReader.Read read = reader.read(batch);
      normalisation.apply(read.numbers(), 0, count, shape);
      float[][] numbers = predictor.predict(read.numbers(), count, shape);
      labels.unscale(numbers);
      outputs = new InternalRow[count];
      for (int i = 0; i < count; i++) {
        outputs[i] = cells(numbers[i]);
      }
      read.incomplete().forEach(row -> outputs[row] = none);
    }

    /** Spark uses a row again for the next one; memory for copies is used again, too. */
    private void keep(int place, UnsafeRow row) {
      if (place == kept.size()) {
        kept.add(row.copy());
      } else {
        kept.get(place).copyFrom(row);
      }
    }

    private InternalRow cells(float[] numbers) {
      Object[] row = new Object[cells.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = cells[i].of(numbers, names);
      }
      return new GenericInternalRow(row);
    }
  }
}
