package io.espalier.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * The primitives that there are, made for images {@code [batch, channels, h, w]} in single
 * precision. Whoever makes one closes it; what is on the way back is made for what was on the way
 * forward, which is closed after it.
 */
public final class Primitives {
  private static final long[] NO_DILATION = {0, 0};

  private Primitives() {}

  /** Asks the library to describe a primitive. */
  private interface Description {
    int make(dnnl_primitive_desc made, dnnl_engine engine, dnnl_primitive_attr attributes);
  }

  private static Primitive of(String name, Description description, Function... functions) {
    try (Attributes attributes = new Attributes(functions)) {
      dnnl_primitive_desc made = new dnnl_primitive_desc();
      OneDnn.require(description.make(made, OneDnn.engine(), attributes.get()), "have " + name);
      return new Primitive(made);
    }
  }

  private static int direction(boolean back) {
    return back ? dnnl_forward_training : dnnl_forward_inference;
  }

  /** The same numbers in another layout. */
  public static Primitive reorder(Layout from, Layout to) {
    return of(
        "a reorder",
        (made, engine, attributes) ->
            dnnl_reorder_primitive_desc_create(
                made, from.description(), engine, to.description(), engine, attributes));
  }

  /** The sum of two arrays of the same layout; the target may be the first of them. */
  public static Primitive sum(Layout images) {
    return of(
        "a sum",
        (made, engine, attributes) ->
            dnnl_binary_primitive_desc_create(
                made,
                engine,
                dnnl_binary_add,
                images.description(),
                images.description(),
                images.description(),
                attributes));
  }

  /** The positive part of each number; NaN stays, and −∞ becomes it. May be computed in place. */
  public static Primitive rectifier(Layout images) {
    Function function = Function.RECTIFIER;
    return of(
        "a rectifier",
        (made, engine, attributes) ->
            dnnl_eltwise_forward_primitive_desc_create(
                made,
                engine,
                dnnl_forward_inference,
                function.kind(),
                images.description(),
                images.description(),
                function.alpha(),
                function.beta(),
                attributes));
  }

  /** The gradient before a rectifier, by what it put out; may be computed in place. */
  public static Primitive rectifierBack(Layout images) {
    Function function = Function.RECTIFIED;
    try (Primitive forward =
        of(
            "a rectifier",
            (made, engine, attributes) ->
                dnnl_eltwise_forward_primitive_desc_create(
                    made,
                    engine,
                    dnnl_forward_training,
                    function.kind(),
                    images.description(),
                    images.description(),
                    function.alpha(),
                    function.beta(),
                    attributes))) {
      return of(
          "the way back of a rectifier",
          (made, engine, attributes) ->
              dnnl_eltwise_backward_primitive_desc_create(
                  made,
                  engine,
                  function.kind(),
                  images.description(),
                  images.description(),
                  images.description(),
                  function.alpha(),
                  function.beta(),
                  forward.description(),
                  attributes));
    }
  }

  /**
   * A convolution with a bias.
   *
   * @param weights {@code [outputs, channels, kernel height, kernel width]}
   * @param back whether the way back will be asked for
   * @param rectified whether the positive part is taken, as by {@link #rectifier}
   */
  public static Primitive convolution(
      Layout source,
      Layout weights,
      Layout target,
      long outputs,
      Sliding window,
      boolean back,
      boolean rectified) {
    try (Layout bias = Layout.rows(outputs)) {
      return of(
          "a convolution",
          (made, engine, attributes) ->
              dnnl_convolution_forward_primitive_desc_create(
                  made,
                  engine,
                  direction(back),
                  dnnl_convolution_direct,
                  source.description(),
                  weights.description(),
                  bias.description(),
                  target.description(),
                  window.strides(),
                  NO_DILATION,
                  window.before(),
                  window.behind(),
                  attributes),
          rectified ? new Function[] {Function.RECTIFIER} : new Function[0]);
    }
  }

  /** The gradient by the images that a convolution took. */
  public static Primitive convolutionBack(
      Layout source, Layout weights, Layout target, Sliding window, Primitive forward) {
    return of(
        "the way back of a convolution",
        (made, engine, attributes) ->
            dnnl_convolution_backward_data_primitive_desc_create(
                made,
                engine,
                dnnl_convolution_direct,
                source.description(),
                weights.description(),
                target.description(),
                window.strides(),
                NO_DILATION,
                window.before(),
                window.behind(),
                forward.description(),
                attributes));
  }

  /** The gradients by the weights and the bias of a convolution. */
  public static Primitive convolutionGradients(
      Layout source,
      Layout weights,
      Layout target,
      long outputs,
      Sliding window,
      Primitive forward) {
    try (Layout bias = Layout.rows(outputs)) {
      return of(
          "the gradients of a convolution",
          (made, engine, attributes) ->
              dnnl_convolution_backward_weights_primitive_desc_create(
                  made,
                  engine,
                  dnnl_convolution_direct,
                  source.description(),
                  weights.description(),
                  bias.description(),
                  target.description(),
                  window.strides(),
                  NO_DILATION,
                  window.before(),
                  window.behind(),
                  forward.description(),
                  attributes));
    }
  }

  /**
   * The maximum of each window, of which padding is no part; of a window without a number −∞, or
   * NaN where the positive part is taken.
   *
   * @param back whether the way back will be asked for, which needs the workspace
   * @param rectified whether the positive part is taken
   */
  public static Primitive maximum(
      Layout source, Layout target, Sliding window, boolean back, boolean rectified) {
    return pooling(
        dnnl_pooling_max,
        source,
        target,
        window,
        back,
        rectified
            ? new Function[] {Function.DOUBLED, Function.RECTIFIER, Function.HALVED}
            : new Function[] {Function.DOUBLED, Function.HALVED});
  }

  /** The mean of each window, of which padding is a part, as zeros. */
  public static Primitive mean(Layout source, Layout target, Sliding window, boolean back) {
    return pooling(dnnl_pooling_avg_include_padding, source, target, window, back);
  }

  private static Primitive pooling(
      int kind, Layout source, Layout target, Sliding window, boolean back, Function... functions) {
    return of(
        "a pooling",
        (made, engine, attributes) ->
            dnnl_pooling_forward_primitive_desc_create(
                made,
                engine,
                direction(back),
                kind,
                source.description(),
                target.description(),
                window.strides(),
                window.kernel(),
                NO_DILATION,
                window.before(),
                window.behind(),
                attributes),
        functions);
  }

  /** The gradient by the images whose windows' maximum was taken. */
  public static Primitive maximumBack(
      Layout source, Layout target, Sliding window, Primitive forward) {
    return poolingBack(dnnl_pooling_max, source, target, window, forward);
  }

  /** The gradient by the images whose windows' mean was taken. */
  public static Primitive meanBack(
      Layout source, Layout target, Sliding window, Primitive forward) {
    return poolingBack(dnnl_pooling_avg_include_padding, source, target, window, forward);
  }

  private static Primitive poolingBack(
      int kind, Layout source, Layout target, Sliding window, Primitive forward) {
    return of(
        "the way back of a pooling",
        (made, engine, attributes) ->
            dnnl_pooling_backward_primitive_desc_create(
                made,
                engine,
                kind,
                source.description(),
                target.description(),
                window.strides(),
                window.kernel(),
                NO_DILATION,
                window.before(),
                window.behind(),
                forward.description(),
                attributes));
  }

  /**
   * Normalisation of each channel by its mean and variance over the batch, which it puts out.
   *
   * @param epsilon what is added to the variance
   */
  public static Primitive normalisation(Layout images, double epsilon) {
    return normalisation(images, epsilon, dnnl_forward_training, 0);
  }

  /** Normalisation of each channel by a mean and a variance that are given. */
  public static Primitive fixedNormalisation(Layout images, double epsilon) {
    return normalisation(images, epsilon, dnnl_forward_inference, dnnl_use_global_stats);
  }

  private static Primitive normalisation(Layout images, double epsilon, int direction, int given) {
    return of(
        "a normalisation",
        (made, engine, attributes) ->
            dnnl_batch_normalization_forward_primitive_desc_create(
                made,
                engine,
                direction,
                images.description(),
                images.description(),
                (float) epsilon,
                given | dnnl_use_scale | dnnl_use_shift,
                attributes));
  }

  /** All gradients of a normalisation over the batch; that by the images may be in place. */
  public static Primitive normalisationBack(Layout images, double epsilon, Primitive forward) {
    return of(
        "the way back of a normalisation",
        (made, engine, attributes) ->
            dnnl_batch_normalization_backward_primitive_desc_create(
                made,
                engine,
                dnnl_backward,
                images.description(),
                images.description(),
                images.description(),
                (float) epsilon,
                dnnl_use_scale | dnnl_use_shift,
                forward.description(),
                attributes));
  }
}
