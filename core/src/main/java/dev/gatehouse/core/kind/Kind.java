package dev.gatehouse.core.kind;

import java.util.function.Function;

/**
 * One kind of something pluggable: its name in the settings, the record its settings decode to, and
 * how an object is made of them. Making does no I/O.
 *
 * @param name dashed lower case, unique among the kinds of one place
 * @param settings a record whose compact constructor checks its ranges
 * @param build makes the object
 */
public record Kind<S extends Record, T>(
    String name, Class<S> settings, Function<? super S, ? extends T> build) {}
