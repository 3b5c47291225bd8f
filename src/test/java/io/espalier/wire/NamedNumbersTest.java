package io.espalier.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NamedNumbersTest {
  private static final TreeMap<String, Double> TREE =
      new TreeMap<>(Map.of("a", 1.0, "b", Double.NaN, "c", -0.0, "d", 4.0));
  private static final NamedNumbers NUMBERS = NamedNumbers.copyOf(TREE);

  @Test
  void areAMapLikeTheTreeTheyAreMadeOf() {
    assertThat(NUMBERS).isEqualTo(TREE).hasSameHashCodeAs(TREE).hasToString(TREE.toString());
    assertThat(TREE).isEqualTo(NUMBERS);
    assertThat(NUMBERS.keySet()).isEqualTo(TREE.keySet()).containsExactly("a", "b", "c", "d");
    assertThat(NUMBERS.values()).containsExactly(1.0, Double.NaN, -0.0, 4.0);
    assertThat(NUMBERS.firstKey() + NUMBERS.lastKey()).isEqualTo("ad");
    assertThat(NUMBERS.getOrDefault("e", 5.0)).isEqualTo(5.0);
    assertThat(NUMBERS.subMap("b", "d")).isEqualTo(TREE.subMap("b", "d"));
    assertThat(NUMBERS.headMap("b")).isEqualTo(TREE.headMap("b"));
    assertThat(NUMBERS.tailMap("b")).isEqualTo(TREE.tailMap("b"));
    assertThat(new TreeMap<>(NUMBERS)).isEqualTo(TREE);
  }

  @Test
  void areSortedWhateverTheOrderAndOfTheSameNameTheLastCounts() {
    String[] names = {"d", "b", "a", "c", "d"};
    double[] values = {0, Double.NaN, 1, -0.0, 4};
    assertThat(NamedNumbers.of(names, values)).isEqualTo(NUMBERS).containsExactlyEntriesOf(TREE);
    assertThat(NamedNumbers.of(new String[0], new double[0])).isEmpty();
  }

  @Test
  void shareTheirNamesWithThoseBefore() {
    NamedNumbers first = NamedNumbers.of(new String[] {"a", "b"}, new double[] {1, 2});
    NamedNumbers none = NamedNumbers.of(new String[0], new double[0]);
    NamedNumbers second = NamedNumbers.of(new String[] {"a", "b"}, new double[] {3, 4});
    assertThat(second.keySet()).isSameAs(first.keySet());
    assertThat(none).isSameAs(NamedNumbers.copyOf(new TreeMap<>()));
  }

  @Test
  void cannotBeChanged() {
    assertThatThrownBy(() -> NUMBERS.put("e", 5.0))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> NUMBERS.keySet().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(NUMBERS::clear).isInstanceOf(UnsupportedOperationException.class);
  }
}
