package io.espalier.search.space;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.commons.jexl3.introspection.JexlPermissions;

/** Lets an expression reach no package, class, constructor, method or field. */
final class NoJava implements JexlPermissions {
  @Override
  public boolean allow(Class<?> type) {
    return false;
  }

  @Override
  public boolean allow(Constructor<?> constructor) {
    return false;
  }

  @Override
  public boolean allow(Field field) {
    return false;
  }

  @Override
  public boolean allow(Method method) {
    return false;
  }

  @Override
  public boolean allow(Package place) {
    return false;
  }

  @Override
  public JexlPermissions compose(String... additions) {
    return this;
  }
}
