package vn.onshore.standing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What each owner's inputs were compiled into last, so that nothing is compiled again while they stay the same.
 *
 * @param <I> inputs, compared by {@code equals}
 * @param <O> what they are compiled into
 */
public final class Compilations<I, O> {
    private final Function<I, O> compiler;
    private final Map<String, Done<I, O>> last = new ConcurrentHashMap<>();

    /** @param compiler pure */
    public Compilations(Function<I, O> compiler) {
        this.compiler = compiler;
    }

    private record Done<I, O>(I inputs, O result) {}

    /** An owner's inputs, compiled. */
    public O of(String owner, I inputs) {
        var done = last.get(owner);
        if (done == null || !done.inputs().equals(inputs)) {
            done = new Done<>(inputs, compiler.apply(inputs));
            last.put(owner, done);
        }
        return done.result();
    }

    public void forget(String owner) {
        last.remove(owner);
    }
}
