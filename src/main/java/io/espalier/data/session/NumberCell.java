package io.espalier.data.session;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;

/** Reads a number of a row or an array that is no null. */
@FunctionalInterface
interface NumberCell {
  double of(SpecializedGetters cells, int place);

  /** The reader of a type; empty if it holds no numbers. Booleans are 0 and 1. */
  static Optional<NumberCell> of(DataType type) {
    return Optional.ofNullable(reader(type));
  }

  private static @org.jspecify.annotations.Nullable NumberCell reader(DataType type) {
    if (type instanceof DoubleType) {
      return SpecializedGetters::getDouble;
    }
    if (type instanceof FloatType) {
      return SpecializedGetters::getFloat;
    }
    if (type instanceof IntegerType) {
      return SpecializedGetters::getInt;
    }
    if (type instanceof LongType) {
      return SpecializedGetters::getLong;
    }
    if (type instanceof ShortType) {
      return SpecializedGetters::getShort;
    }
    if (type instanceof ByteType) {
      return SpecializedGetters::getByte;
    }
    if (type instanceof BooleanType) {
      return (cells, place) -> cells.getBoolean(place) ? 1 : 0;
    }
    if (type instanceof DecimalType decimal) {
      return (cells, place) ->
          cells.getDecimal(place, decimal.precision(), decimal.scale()).toDouble();
    }
    return type instanceof NullType ? (cells, place) -> Double.NaN : null;
  }
}
