package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Chosen;
import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.Key;
import dev.gatehouse.core.kind.Kind;
import dev.gatehouse.core.kind.ShortForm;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.kind.Written;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads shapes off record classes. A record that settings cannot express is a bug, said here. */
final class Shapes {
  private final Map<Class<?>, ? extends List<? extends Kind<?, ?>>> kinds;
  private final Map<Class<?>, Shape> known = new HashMap<>();
  private final Set<Class<?>> open = new HashSet<>();

  /**
   * @param kinds for each type that is {@link Chosen} somewhere, what there is to choose
   */
  Shapes(Map<Class<?>, ? extends List<? extends Kind<?, ?>>> kinds) {
    this.kinds = kinds;
  }

  Shape.Block block(Class<? extends Record> type) {
    if (shape(type) instanceof Shape.Block block) {
      return block;
    }
    throw new IllegalStateException(type.getName() + " is not written as a block");
  }

  Shape shape(Type type) {
    return switch (type) {
      case Class<?> plain -> plain(plain);
      case ParameterizedType generic -> generic(generic);
      default -> throw unknown(type);
    };
  }

  private Shape generic(ParameterizedType type) {
    var arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return new Shape.Items(shape(arguments[0]));
    } else if (type.getRawType() == Map.class) {
      if (shape(arguments[0]) instanceof Shape.Text key) {
        return new Shape.Entries(key, shape(arguments[1]));
      }
    } else if (type.getRawType() == Chosen.class && arguments[0] instanceof Class<?> contract) {
      return oneOf(contract);
    }
    throw unknown(type);
  }

  private Shape oneOf(Class<?> contract) {
    var all = kinds.get(contract);
    if (all == null) {
      throw new IllegalStateException("no kinds are known for " + contract.getName());
    }
    return new Shape.OneOf(
        all.stream().map(kind -> new Shape.Option(kind, block(kind.settings()))).toList());
  }

  private Shape plain(Class<?> type) {
    var found = known.get(type);
    if (found == null) {
      if (!open.add(type)) {
        throw new IllegalStateException(type.getName() + " contains itself");
      }
      found = make(type);
      open.remove(type);
      known.put(type, found);
    }
    return found;
  }

  private Shape make(Class<?> type) {
    var scalar = Scalars.KNOWN.get(type);
    if (scalar != null) {
      return scalar;
    } else if (type == int.class || type == Integer.class) {
      return new Shape.Whole(Integer.class);
    } else if (type == long.class || type == Long.class) {
      return new Shape.Whole(Long.class);
    } else if (type == double.class || type == Double.class) {
      return new Shape.Fraction();
    } else if (type == boolean.class || type == Boolean.class) {
      return new Shape.Truth();
    } else if (type.isEnum()) {
      return choice(type);
    } else if (type.isRecord()) {
      return ofRecord(type.asSubclass(Record.class));
    }
    throw unknown(type);
  }

  private static Shape choice(Class<?> type) {
    var values = new LinkedHashMap<String, Object>();
    for (var constant : type.getEnumConstants()) {
      values.put(dashed(((Enum<?>) constant).name().toLowerCase(Locale.ROOT)), constant);
    }
    return new Shape.Choice(values);
  }

  private Shape ofRecord(Class<? extends Record> type) {
    var written = type.getAnnotation(Written.class);
    var components =
        Arrays.stream(type.getRecordComponents()).filter(c -> !Records.isSource(c)).toList();
    if (components.size() == 1) {
      var only = components.getFirst();
      if (only.getType() == String.class && shortForm(type).isEmpty()) {
        return text(type, only, written);
      } else if (written != null) {
        var inner = shape(only.getGenericType());
        return new Shape.Alone(type, only.getAccessor(), inner, shortForm(type), written.example());
      }
    }
    var fields = components.stream().map(this::field).toList();
    return new Shape.Block(type, docOf(type), fields, shortForm(type));
  }

  private static Shape.Text text(
      Class<? extends Record> type, RecordComponent only, @Nullable Written written) {
    return new Shape.Text(
        "text",
        written == null ? "" : written.pattern(),
        written == null ? "" : written.example(),
        Shape.Secrecy.HIDDEN,
        text -> Records.make(type, new Object[] {text}),
        object -> (String) Records.component(only.getAccessor(), object));
  }

  private Shape.Field field(RecordComponent component) {
    var type = component.getGenericType();
    var optional = component.getType() == Optional.class;
    var shape = shape(optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type);
    var text = Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value);
    var doc = component.getAnnotation(Doc.class);
    var key = component.getAnnotation(Key.class);
    return new Shape.Field(
        key == null ? dashed(component.getName()) : key.value(),
        shape,
        presence(optional, text.isPresent(), shape),
        text,
        doc == null ? "" : doc.value(),
        doc == null ? "" : doc.example(),
        component.getAccessor());
  }

  private static Shape.Presence presence(boolean optional, boolean hasDefault, Shape shape) {
    if (optional) {
      return Shape.Presence.OPTIONAL;
    }
    return hasDefault || shape.mayBeNothing() ? Shape.Presence.DEFAULTED : Shape.Presence.REQUIRED;
  }

  private static Optional<Method> shortForm(Class<?> type) {
    var factories =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(ShortForm.class))
            .toList();
    for (var factory : factories) {
      var parameters = List.of(factory.getParameterTypes());
      var takes =
          parameters.equals(List.of(String.class))
              || parameters.equals(List.of(String.class, Source.class));
      if (!takes || !Modifier.isStatic(factory.getModifiers()) || factories.size() > 1) {
        throw new IllegalStateException("not a usable @ShortForm: " + factory);
      }
    }
    return factories.stream().findFirst();
  }

  private static String docOf(Class<?> type) {
    var doc = type.getAnnotation(Doc.class);
    return doc == null ? "" : doc.value();
  }

  /** The key of a component or constant: {@code publicUrl} and {@code public_url} alike. */
  static String dashed(String name) {
    return name.replace('_', '-').replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static IllegalStateException unknown(Type type) {
    return new IllegalStateException("settings cannot express " + type.getTypeName());
  }
}
