package vn.onshore.manifest;

import org.jspecify.annotations.Nullable;

/**
 * One document of a file, as the plain values it holds.
 *
 * @param value a map, a list, a scalar, or null for an empty document
 * @param line where its first value stands, from 1
 * @param lines where the objects near its root begin, and deeper down those with a kind
 */
record Document(@Nullable Object value, int line, Lines lines) {

    /** How deep objects and lists may nest; Kubernetes objects stay far below. */
    static final int MAX_DEPTH = 100;

    /** The line at which an object begins, for the objects that may be items of a list. */
    interface Lines {
        int of(Object object, int otherwise);
    }
}
