package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Source;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes and reads records by reflection, and passes on what their constructors throw. */
final class Records {
  private Records() {}

  /** Whether a component is filled in with where its record stands. */
  static boolean isSource(RecordComponent component) {
    return component.getType() == Source.class
        || (component.getGenericType() instanceof ParameterizedType type
            && type.getRawType() == Optional.class
            && type.getActualTypeArguments()[0] == Source.class);
  }

  /** The source, in an Optional where the component is one. */
  static Object asDeclared(Source source, RecordComponent component) {
    return component.getType() == Source.class ? source : Optional.of(source);
  }

  /**
   * Calls the canonical constructor.
   *
   * @throws RuntimeException what the constructor throws
   */
  static Record make(Class<? extends Record> type, Object[] components) {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(components);
    } catch (InvocationTargetException e) {
      throw cause(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type.getName(), e);
    }
  }

  /** Calls a static factory. */
  static Object call(Method factory, Object... arguments) {
    return invoke(factory, null, arguments);
  }

  /** Reads a component. */
  static Object component(Method accessor, Object of) {
    return invoke(accessor, of);
  }

  private static Object invoke(Method method, @Nullable Object on, Object... arguments) {
    try {
      method.setAccessible(true);
      var result = method.invoke(on, arguments);
      if (result == null) {
        throw new IllegalStateException(method + " gave null");
      }
      return result;
    } catch (InvocationTargetException e) {
      throw cause(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot call " + method, e);
    }
  }

  private static RuntimeException cause(InvocationTargetException e) {
    return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
  }
}
