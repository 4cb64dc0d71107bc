package dev.gatehouse.core.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a setting that is not written, as YAML text. A component without it is required,
 * except {@code Optional}, {@code List} and {@code Map}, which are empty, and a settings record
 * without required components, which is as if its block were written empty.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Default {
  /** YAML text of the value, for example {@code 30s}, {@code true}, {@code [a, b]}. */
  String value();
}
