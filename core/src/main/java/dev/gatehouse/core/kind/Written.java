package dev.gatehouse.core.kind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that is written in settings as its only component alone, not as a block with one
 * key. A record whose only component is a {@code String} is written so anyway; there the mark adds
 * what the JSON schema can check. The compact constructor stays the judge.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Written {
  /** Regular expression (ECMA and Java alike) for the whole text, empty for any. */
  String pattern() default "";

  /** A value as one would write it, empty for none. */
  String example() default "";
}
