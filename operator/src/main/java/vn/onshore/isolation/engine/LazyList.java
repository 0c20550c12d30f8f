package vn.onshore.isolation.engine;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An unmodifiable list that is made when somebody looks at it. */
final class LazyList<T> extends AbstractList<T> {
    private @Nullable Supplier<List<T>> source;
    private List<T> made = List.of();

    LazyList(Supplier<List<T>> source) {
        this.source = source;
    }

    /** The list itself if it is one of these, an unmodifiable copy otherwise. */
    static <T> List<T> copyOf(Collection<T> list) {
        return list instanceof LazyList<T> lazy ? lazy : List.copyOf(list);
    }

    private synchronized List<T> made() {
        var making = source;
        if (making != null) {
            made = List.copyOf(making.get());
            source = null;
        }
        return made;
    }

    @Override
    public T get(int index) {
        return made().get(index);
    }

    @Override
    public int size() {
        return made().size();
    }
}
