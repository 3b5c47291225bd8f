package io.espalier.search.space;

import io.espalier.wire.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The values a parameter may take. All are of one type. Constructors throw {@link
 * IllegalArgumentException} with one line about what is wrong.
 */
public sealed interface Domain permits Domain.Listed, WholeRange, RealRange {
  /** The type of every value. */
  ValueType type();

  /** Whether a grid can be made of it; only a range without {@link Spacing} has none. */
  boolean hasGrid();

  /**
   * How many values a grid takes of it; cheap.
   *
   * @throws IllegalStateException if it has no grid
   */
  long gridSize();

  /**
   * The values a grid takes of it, in order, without duplicates.
   *
   * @throws IllegalStateException if it has no grid, or one of more than {@link
   *     Spacing#MAXIMUM_POINTS} values
   */
  List<Value> gridValues();

  /**
   * The value at a share of the domain: even shares give the values evenly, on the domain's scale.
   *
   * @param share in [0, 1)
   */
  Value at(double share);

  /** Where a value lies among the shares; empty if the domain does not have it. */
  Optional<Stretch> stretch(Value value);

  /** Values that were written out one by one. */
  sealed interface Listed extends Domain {
    /** The values, at least one. */
    List<Value> values();

    @Override
    default ValueType type() {
      return ValueType.of(values().get(0));
    }

    @Override
    default boolean hasGrid() {
      return true;
    }

    @Override
    default long gridSize() {
      return values().size();
    }

    @Override
    default List<Value> gridValues() {
      return values();
    }

    @Override
    default Value at(double share) {
      return values().get((int) (share * values().size()));
    }

    @Override
    default Optional<Stretch> stretch(Value value) {
      int index = values().indexOf(value);
      return index < 0
          ? Optional.empty()
          : Optional.of(Stretch.even(index, index, values().size()));
    }
  }

  /** Ordered values: numbers of which a searcher may assume that neighbours behave alike. */
  record Grid(List<Value> values) implements Listed {
    public Grid {
      values = checked("grid", values);
    }
  }

  /** Unordered values, or the labels of branches. */
  record Choice(List<Value> values) implements Listed {
    public Choice {
      values = checked("choice", values);
    }
  }

  private static List<Value> checked(String what, List<Value> values) {
    check(!values.isEmpty(), "a " + what + " needs at least one value");
    HashSet<Value> seen = new HashSet<>();
    for (Value value : values) {
      check(
          ValueType.of(value) == ValueType.of(values.get(0)),
          "the values of a " + what + " must be of one type");
      check(seen.add(value), "the value " + value.text() + " comes twice");
    }
    return List.copyOf(values);
  }

  /** Throws {@link IllegalArgumentException} with the message unless the condition holds. */
  static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
