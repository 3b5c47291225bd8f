package io.espalier.engine.trial;

import org.nd4j.linalg.dataset.DataSet;

/**
 * A batch as dl4j-spark passes it to a worker. Its features are the normalised inputs in an array
 * that the next batch uses again; it has no labels, its rows say which targets are meant.
 */
final class BatchData extends DataSet {
  private static final long serialVersionUID = 1L;

  private final BatchRows rows;

  BatchData(Batch batch, BatchRows rows) {
    setFeatures(batch.inputs());
    this.rows = rows;
  }

  BatchRows rows() {
    return rows;
  }

  Batch batch() {
    return new Batch(getFeatures(), rows.rows(), 0, rows.rows().length);
  }
}
