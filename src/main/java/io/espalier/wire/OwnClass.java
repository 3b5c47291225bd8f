package io.espalier.wire;

import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

/**
 * A class of the user's own, by its full name; whatever is wrong with it is an {@link
 * IllegalArgumentException} of one line that begins with that name.
 *
 * @param door what it has to be
 */
public record OwnClass<T>(String name, Class<T> door) {
  /** The class, looked at without running anything of it. */
  public Class<? extends T> found() {
    return load(false);
  }

  private Class<? extends T> load(boolean initialised) {
    try {
      ClassLoader jars = Thread.currentThread().getContextClassLoader();
      Class<?> type = Class.forName(name, initialised, jars);
      if (!door.isAssignableFrom(type)) {
        throw refusal(" is no %s", door.getName());
      }
      return type.asSubclass(door);
    } catch (ClassNotFoundException | NoClassDefFoundError missing) {
      throw missing(missing);
    } catch (LinkageError broken) {
      throw refusal(" cannot be loaded: %s", firstLine(broken));
    }
  }

  /** A new one, by its public constructor without parameters. */
  public T instance() {
    return instance(new Class<?>[0]);
  }

  /** A new one, by its public constructor with one parameter. */
  public <A> T instance(Class<A> parameter, A argument) {
    return instance(new Class<?>[] {parameter}, argument);
  }

  private T instance(Class<?>[] parameters, Object... arguments) {
    Class<? extends T> type = load(true);
    try {
      return type.getConstructor(parameters).newInstance(arguments);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
      if (cause instanceof NoClassDefFoundError) {
        throw missing(cause);
      }
      boolean refuses = cause instanceof IllegalArgumentException && cause.getMessage() != null;
      throw refusal(refuses ? ": %s" : ": its constructor throws %s", firstLine(cause));
    } catch (ReflectiveOperationException closed) {
      String taking =
          parameters.length == 0 ? "without parameters" : "that takes a " + word(parameters[0]);
      throw refusal(" has no public constructor %s, or is not public", taking);
    } catch (LinkageError broken) {
      throw refusal(" cannot be loaded: %s", firstLine(broken));
    }
  }

  private IllegalArgumentException missing(Throwable missing) {
    String what = String.valueOf(missing.getMessage()).replace('/', '.');
    return what.equals(name)
        ? refusal(
            " is on no class path; bring its jar with --jars of spark-submit, or put it on the"
                + " class path of the program that searches")
        : refusal(" needs the class %s, whose jar is missing; bring it in the same way", what);
  }

  /** {@code Trainable.Request}. */
  private static String word(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null
        ? type.getSimpleName()
        : around.getSimpleName() + "." + type.getSimpleName();
  }

  /** What was thrown, in one line: a plain argument's message, else with its kind. */
  public static String firstLine(Throwable thrown) {
    boolean plain = thrown instanceof IllegalArgumentException && thrown.getMessage() != null;
    String said = plain ? String.valueOf(thrown.getMessage()) : thrown.toString();
    return said.lines().findFirst().orElse("").strip();
  }

  private IllegalArgumentException refusal(String what, Object... parts) {
    return new IllegalArgumentException(name + String.format(Locale.ROOT, what, parts));
  }
}
