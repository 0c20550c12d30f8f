package vn.onshore.sandbox.demo.world;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import vn.onshore.sandbox.demo.cluster.Cluster;

/** Onshore on the cluster: what the chart installs, and the operator as a process. It comes up while the story begins. */
public final class Onshore implements AutoCloseable {
    private final Installation chart;
    private final CompletableFuture<OperatorProcess> operator;

    private Onshore(Installation chart, CompletableFuture<OperatorProcess> operator) {
        this.chart = chart;
        this.operator = operator;
    }

    /** Begins to install it and to start the operator; does not wait. */
    public static Onshore installing(Installation chart, OnshoreProgram program, World world, Cluster admin) {
        return new Onshore(
                chart,
                CompletableFuture.supplyAsync(
                        () -> {
                            chart.applyTo(admin);
                            Path account = Installation.kubeconfig(admin, world.scratch());
                            return OperatorProcess.start(program, world, account, Installation.NAMESPACE);
                        },
                        task -> Thread.ofVirtual().start(task)));
    }

    public Installation chart() {
        return chart;
    }

    /** The operator, when it is ready. */
    public OperatorProcess ready() {
        OperatorProcess process = operator.join();
        process.awaitReady();
        return process;
    }

    /**
     * Checks that nothing has gone wrong so far.
     *
     * @throws vn.onshore.sandbox.SandboxException with the operator's last lines when it has ended
     */
    public void requireAlive() {
        if (operator.isDone()) {
            operator.join().requireAlive();
        }
    }

    /** What the operator complained of, for error messages. */
    public String complaints() {
        return operator.isDone() ? operator.join().complaints() : "  (it does not run yet)";
    }

    /** Ends the operator, unless it is to stay; what is installed stays. */
    @Override
    public void close() {
        try {
            operator.join().close();
        } catch (CompletionException e) {
            // It never ran, and whoever waited for it was told why.
            return;
        }
    }
}
