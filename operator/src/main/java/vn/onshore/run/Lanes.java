package vn.onshore.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded executor of virtual threads with two lanes. Nothing runs before {@link #open}; what arrives until then (the
 * whole cluster, at start) waits behind what arrives later (somebody's edit).
 */
public final class Lanes extends AbstractExecutorService {
    private final int width;
    private final Deque<Runnable> slow = new ArrayDeque<>();
    private final Deque<Runnable> fast = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Thread.Builder threads = Thread.ofVirtual().name("reconcile-", 0);
    private boolean open;
    private boolean shutdown;
    private int running;

    /** @param width tasks at once */
    public Lanes(int width) {
        this.width = width;
    }

    /** Begins to run what waits; from now on tasks overtake it. */
    public void open() {
        lock.lock();
        try {
            open = true;
            startNext();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (shutdown) {
                throw new RejectedExecutionException("shutting down");
            }
            (open ? fast : slow).add(task);
            startNext();
        } finally {
            lock.unlock();
        }
    }

    private void startNext() {
        while (open && running < width && !(fast.isEmpty() && slow.isEmpty())) {
            var task = fast.isEmpty() ? slow.remove() : fast.remove();
            running++;
            threads.start(() -> {
                try {
                    task.run();
                } finally {
                    finished();
                }
            });
        }
        if (running == 0) {
            idle.signalAll();
        }
    }

    private void finished() {
        lock.lock();
        try {
            running--;
            startNext();
        } finally {
            lock.unlock();
        }
    }

    /** Tasks that wait for a place. */
    public int waiting() {
        lock.lock();
        try {
            return fast.size() + slow.size();
        } finally {
            lock.unlock();
        }
    }

    /** Tasks under way. */
    public int running() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** What runs or waits is finished; before {@link #open} nothing was promised, and what waits is dropped. */
    @Override
    public void shutdown() {
        lock.lock();
        try {
            shutdown = true;
            if (!open) {
                slow.clear();
            }
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        lock.lock();
        try {
            shutdown = true;
            idle.signalAll();
            var never = new ArrayList<>(fast);
            never.addAll(slow);
            fast.clear();
            slow.clear();
            return never;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isShutdown() {
        lock.lock();
        try {
            return shutdown;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isTerminated() {
        lock.lock();
        try {
            return shutdown && running == 0 && fast.isEmpty() && slow.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        var left = unit.toNanos(timeout);
        lock.lock();
        try {
            while (!shutdown || running > 0 || !fast.isEmpty() || !slow.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
