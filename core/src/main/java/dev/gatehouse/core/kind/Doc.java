package dev.gatehouse.core.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting means, in one or two sentences with unit and range; becomes the manual and the
 * description in the JSON schema. On a record component, or on the record for the whole block.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.FIELD})
public @interface Doc {
  /** The sentences. */
  String value();

  /** A value as one would write it in YAML, empty for none. */
  String example() default "";
}
