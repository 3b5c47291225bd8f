package io.espalier.wire;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by name, which never change. A long run has millions of them: they take a third of the
 * memory that a tree does, and the same names stand there once.
 */
@SuppressWarnings("JdkObsolete") // measurements are sorted maps
public final class NamedNumbers extends AbstractMap<String, Double>
    implements SortedMap<String, Double>, Serializable {
  private static final long serialVersionUID = 1L;

  private static final NamedNumbers NONE = new NamedNumbers(Names.of(new String[0]), new double[0]);

  /** Those of the last ones made: those made next mostly have the same. */
  private static volatile Names latest = NONE.names;

  private final Names names;
  private final double[] values;

  /** In order, and as a set. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Names(String[] array, Set<String> set) implements Serializable {
    static Names of(String[] names) {
      return new Names(names, Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names))));
    }
  }

  private NamedNumbers(Names names, double[] values) {
    this.names = names;
    this.values = values;
  }

  /** The numbers of a map in the natural order of names. */
  public static NamedNumbers copyOf(SortedMap<String, Double> numbers) {
    return numbers instanceof NamedNumbers same
        ? same
        : of(
            numbers.keySet().toArray(String[]::new),
            numbers.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Numbers and their names, in any order; of those with the same name the last one counts.
   *
   * @param values as many as names; both arrays are no longer the caller's
   */
  public static NamedNumbers of(String[] names, double[] values) {
    if (names.length == 0) {
      return NONE;
    }
    Names known = latest;
    if (Arrays.equals(names, known.array)) {
      return new NamedNumbers(known, values);
    }
    if (IntStream.range(1, names.length).anyMatch(i -> names[i - 1].compareTo(names[i]) >= 0)) {
      TreeMap<String, Double> sorted = new TreeMap<>();
      IntStream.range(0, names.length).forEach(i -> sorted.put(names[i], values[i]));
      return copyOf(sorted);
    }
    Names others = Names.of(names);
    latest = others;
    return new NamedNumbers(others, values);
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return index(name) >= 0;
  }

  @Override
  public @Nullable Double get(@Nullable Object name) {
    int index = index(name);
    return index < 0 ? null : values[index];
  }

  private int index(@Nullable Object name) {
    return name instanceof String text ? Arrays.binarySearch(names.array, text) : -1;
  }

  @Override
  public Set<String> keySet() {
    return names.set;
  }

  @Override
  public Set<Map.Entry<String, Double>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return values.length;
      }

      @Override
      public Iterator<Map.Entry<String, Double>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Double>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Map.Entry<String, Double> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there are no more numbers");
      }
      return Map.entry(names.array[next], values[next++]);
    }
  }

  @Override
  public @Nullable Comparator<? super String> comparator() {
    return null;
  }

  @Override
  public String firstKey() {
    return name(0);
  }

  @Override
  public String lastKey() {
    return name(values.length - 1);
  }

  private String name(int index) {
    if (values.length == 0) {
      throw new NoSuchElementException("there are no numbers");
    }
    return names.array[index];
  }

  @Override
  public SortedMap<String, Double> subMap(String from, String to) {
    return tree().subMap(from, to);
  }

  @Override
  public SortedMap<String, Double> headMap(String to) {
    return tree().headMap(to);
  }

  @Override
  public SortedMap<String, Double> tailMap(String from) {
    return tree().tailMap(from);
  }

  private SortedMap<String, Double> tree() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(this));
  }
}
