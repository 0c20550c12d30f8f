package vn.onshore.sandbox.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.Progress;
import vn.onshore.sandbox.demo.cluster.Cluster;
import vn.onshore.sandbox.demo.story.Attestors;
import vn.onshore.sandbox.demo.story.Examples;
import vn.onshore.sandbox.demo.story.Stage;
import vn.onshore.sandbox.demo.story.Story;
import vn.onshore.sandbox.demo.world.GivenWorld;
import vn.onshore.sandbox.demo.world.Installation;
import vn.onshore.sandbox.demo.world.KeptWorld;
import vn.onshore.sandbox.demo.world.Ledger;
import vn.onshore.sandbox.demo.world.Onshore;
import vn.onshore.sandbox.demo.world.OnshoreProgram;
import vn.onshore.sandbox.demo.world.OwnWorld;
import vn.onshore.sandbox.demo.world.World;
import vn.onshore.sandbox.helm.Helm;
import vn.onshore.sandbox.scenario.Scenario;

/** Sets the stage, has the story played, and clears the stage. */
final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Narrator narrator;
    private final Progress progress = Progress.detect();
    private final Path root = Checkout.find().root();
    private final OnshoreProgram program = OnshoreProgram.in(root);
    private final Examples examples = Examples.in(root);
    private final Ledger ledger = new Ledger();

    Demo(Narrator narrator) {
        this.narrator = narrator;
    }

    /**
     * Plays it.
     *
     * @param keep whether the cluster stays
     * @param kubeconfig of the cluster to play on; empty for one of our own
     */
    void play(boolean keep, Optional<Path> kubeconfig) {
        narrator.title("Onshore: data residency and network zones declared, enforced and proved on a real API server");
        // Found first and alone: where it has to be built, that shows its progress.
        Helm helm = Helm.locate(System.getenv(), progress);
        var chart = inBackground(() -> Installation.render(helm, root));
        try (OrderlyEnd ending = new OrderlyEnd();
                World world = world(keep, kubeconfig)) {
            var attestors = inBackground(() -> Attestors.withKeys(program, world.scratch(), examples));
            try {
                play(world, chart, attestors);
            } finally {
                world.remains().ifPresent(this::tellRemains);
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private World world(boolean keep, Optional<Path> kubeconfig) {
        if (kubeconfig.isPresent()) {
            return GivenWorld.of(kubeconfig.get());
        }
        try (Progress.Step step = progress.begin("starting the control plane")) {
            return keep ? KeptWorld.start() : OwnWorld.start(progress);
        }
    }

    private void play(World world, CompletableFuture<Installation> chart, CompletableFuture<Attestors> attestors) {
        try (Cluster admin = Cluster.open(world.kubeconfig(), ledger);
                Cluster lan = admin.as("lan", "system:authenticated")) {
            narrator.note("The API server answers at %s after %s."
                    .formatted(admin.url(), Narrator.millis(narrator.elapsed())));
            try {
                play(world, admin, lan, chart.join(), attestors);
            } finally {
                if (!world.ownsNodes()) {
                    cleanUp(admin);
                }
            }
        }
    }

    private void play(
            World world, Cluster admin, Cluster lan, Installation chart, CompletableFuture<Attestors> attestors) {
        if (!world.ownsNodes()) {
            Precautions.take(admin, chart, examples);
        }
        var nodes = inBackground(() -> placeNodes(world, admin));
        try (Onshore onshore = Onshore.installing(chart, program, world, admin)) {
            nodes.join();
            try {
                new Story()
                        .play(new Stage(
                                admin,
                                lan,
                                examples,
                                attestors,
                                onshore,
                                program,
                                world.scratch(),
                                world.ownsNodes(),
                                narrator,
                                progress));
                tellFurther(world);
                if (onshore.ready().isTraining()) {
                    narrator.note("The JVM writes down which classes it loaded, so that the next start is quicker.");
                }
            } finally {
                if (!world.ownsNodes()) {
                    cleanUp(admin);
                }
            }
        }
    }

    private void cleanUp(Cluster admin) {
        // Whoever interrupted the story still wants this done.
        boolean interrupted = Thread.interrupted();
        if (!ledger.isEmpty()) {
            // Garbage collection takes it when the policy goes, and is to be waited for.
            ledger.accept("/api/v1/namespaces/onshore-canary-" + examples.policyName());
            List<String> left = ledger.remove(admin);
            narrator.note(
                    left.isEmpty()
                            ? "What the story made is removed again."
                            : "Still there, remove it by hand: " + String.join(", ", left));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The nodes of the scenario, alive; nothing on a cluster of others. */
    private static boolean placeNodes(World world, Cluster admin) {
        if (world.ownsNodes()) {
            Scenario scenario = Scenario.vietnam();
            scenario.applyTo(admin.client());
            scenario.awaitReady(admin.client(), PATIENCE);
        }
        return true;
    }

    private void tellFurther(World world) {
        String how = "kubectl get onshore; kubectl explain dataresidency.spec; ./onshore status;"
                + " ./onshore where node hn-node-1";
        if (world.remains().isPresent()) {
            narrator.note("To look further: " + how);
        } else if (world.ownsNodes()) {
            narrator.note("To look further: ./onshore demo --keep; then " + how);
        }
    }

    private void tellRemains(String line) {
        narrator.note("Everything stays up until: ./onshore sandbox down");
        narrator.plain(line);
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }
}
