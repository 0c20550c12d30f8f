package vn.onshore.isolation.packets;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A network namespace that {@code ip netns} made. A socket belongs to the namespace that its thread was in when it was
 * opened, so that one process can be on both ends of a connection.
 */
record NetworkNamespace(String name) {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int O_RDONLY = 0;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN =
            libc("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SETNS = libc("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static MethodHandle libc(String function, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(function).orElseThrow(), type, options);
    }

    /** Starts a thread that does something in here and ends; no other thread notices. */
    <T> FutureTask<T> start(Callable<T> task) {
        var inside = new FutureTask<>(() -> {
            enter();
            return task.call();
        });
        Thread.ofPlatform().name(name).start(inside);
        return inside;
    }

    private void enter() {
        try (var arena = Arena.ofConfined()) {
            var file = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + name), O_RDONLY);
            if (file < 0) {
                throw new IllegalStateException("no network namespace " + name);
            }
            var entered = (int) SETNS.invokeExact(file, CLONE_NEWNET);
            var closed = (int) CLOSE.invokeExact(file);
            if (entered != 0 || closed != 0) {
                throw new IllegalStateException("cannot enter network namespace " + name);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
