package io.espalier.model;

import io.espalier.wire.LayerSpec;
import java.util.List;

/**
 * A field of a thing that can be chosen.
 *
 * @param key its word in experiment files
 * @param usual what it is where a file does not say
 * @param help its meaning in one line
 */
public record Field(String key, Form form, Usual usual, String help) {
  /** What is written there. */
  public sealed interface Form {
    /** Such a value, as in "needed is a number above 0". */
    String accepted();

    /** A whole number, an Integer among the {@link Values}. */
    record Whole(FieldRange range) implements Form {
      @Override
      public String accepted() {
        return "a whole number " + range.words();
      }
    }

    /** A real number, a Double. */
    record Real(FieldRange range) implements Form {
      @Override
      public String accepted() {
        return "a number " + range.words();
      }
    }

    /** True or false, a Boolean. */
    record Flag() implements Form {
      @Override
      public String accepted() {
        return "true or false";
      }
    }

    /** A word for a constant. */
    record Word<E extends Enum<E>>(Class<E> type) implements Form {
      @Override
      public String accepted() {
        return "a word";
      }
    }

    /** Layers, a list of {@link LayerSpec} among the {@link Values}; at least one. */
    record Layers() implements Form {
      @Override
      public String accepted() {
        return "a list of layers";
      }
    }

    /** A whole number of pixels, or a list of two, a {@link Sizes}. */
    record Pixels(FieldRange range) implements Form {
      @Override
      public String accepted() {
        return "a number of pixels or [height, width]";
      }
    }
  }

  /** A number for the height and one for the width. */
  public record Sizes(int height, int width) {
    /** The same for both. */
    public static Sizes of(int both) {
      return new Sizes(both, both);
    }

    @Override
    public String toString() {
      return height == width ? Integer.toString(height) : "[" + height + ", " + width + "]";
    }
  }

  /** What a field is where a file does not say. */
  public sealed interface Usual {
    /** The file must say. */
    record Missing() implements Usual {}

    /** Always the same. */
    record Fixed(Object value) implements Usual {}

    /**
     * As something else is, and the file must say where that is not known.
     *
     * @param key of an earlier field, or of what surrounds the thing
     * @param words it in words
     */
    record SameAs(String key, String words) implements Usual {}
  }

  /** Some value that is accepted. */
  public Object standIn() {
    if (usual instanceof Usual.Fixed fixed) {
      return fixed.value();
    }
    if (form instanceof Form.Whole) {
      return 1;
    } else if (form instanceof Form.Real real) {
      return real.range().accepts(1) ? 1.0 : 0.0;
    } else if (form instanceof Form.Word<?> word) {
      return word.type().getEnumConstants()[0];
    } else if (form instanceof Form.Layers) {
      return List.of(new LayerSpec.Dropout(0));
    }
    return Sizes.of(1);
  }

  /** A whole number that must be given. */
  static Field whole(String key, FieldRange range, String help) {
    return new Field(key, new Form.Whole(range), new Usual.Missing(), help);
  }

  /** A whole number. */
  static Field whole(String key, FieldRange range, Usual usual, String help) {
    return new Field(key, new Form.Whole(range), usual, help);
  }

  /** A real number that must be given. */
  static Field real(String key, FieldRange range, String help) {
    return new Field(key, new Form.Real(range), new Usual.Missing(), help);
  }

  /** A real number. */
  static Field real(String key, FieldRange range, double usual, String help) {
    return new Field(key, new Form.Real(range), new Usual.Fixed(usual), help);
  }

  /** A flag, which is usually false. */
  static Field flag(String key, String help) {
    return new Field(key, new Form.Flag(), new Usual.Fixed(false), help);
  }

  /** Pixels. */
  static Field pixels(String key, FieldRange range, Usual usual, String help) {
    return new Field(key, new Form.Pixels(range), usual, help);
  }

  /** Layers, which must be given. */
  static Field layers(String key, String help) {
    return new Field(key, new Form.Layers(), new Usual.Missing(), help);
  }

  /** A word. */
  static <E extends Enum<E>> Field word(String key, Class<E> type, Usual usual, String help) {
    return new Field(key, new Form.Word<>(type), usual, help);
  }
}
