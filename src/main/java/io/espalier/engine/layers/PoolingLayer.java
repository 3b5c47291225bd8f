package io.espalier.engine.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A pooling layer's running half, as far as it follows from having no parameters. */
abstract class PoolingLayer<C extends Layer> extends AbstractLayer<C> {
  private static final long serialVersionUID = 1L;

  PoolingLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public Type type() {
    return Type.SUBSAMPLING;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {}

  @Override
  public Gradient gradient() {
    throw new UnsupportedOperationException("pooling has no parameters");
  }

  @Override
  public void fit() {}

  @Override
  public void fit(INDArray data, LayerWorkspaceMgr workspaceMgr) {
    throw new UnsupportedOperationException("pooling has no parameters");
  }

  @Override
  public long numParams() {
    return 0;
  }

  @Override
  public double score() {
    return 0;
  }

  @Override
  public void update(INDArray gradient, String paramType) {}

  @Override
  public @Nullable INDArray getParam(String param) {
    return null;
  }

  @Override
  public void setParams(INDArray params) {}
}
