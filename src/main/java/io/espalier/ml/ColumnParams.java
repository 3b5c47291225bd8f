package io.espalier.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The params that name columns, with their defaults, of the estimator and of its model. */
final class ColumnParams {
  private ColumnParams() {}

  static Param<String> features(Params owner) {
    return of(
        owner,
        "featuresCol",
        "column of vectors or arrays that holds all inputs; empty for the columns themselves",
        "");
  }

  static Param<String> prediction(Params owner) {
    return of(
        owner,
        "predictionCol",
        "column of the predicted number, or of the likeliest class's number from 0",
        "prediction");
  }

  static Param<String> predictedClass(Params owner) {
    return of(owner, "predictedClassCol", "column of the likeliest class's name", "predictedClass");
  }

  static Param<String> probability(Params owner) {
    return of(
        owner, "probabilityCol", "column of the classes' probabilities, a vector", "probability");
  }

  static Param<String> of(Params owner, String name, String help, String value) {
    Param<String> param = new Param<>(owner, name, help);
    owner.setDefault(param, value);
    return param;
  }
}
