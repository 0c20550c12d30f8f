package vn.onshore;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import vn.onshore.isolation.IsolationFeature;
import vn.onshore.kube.Applier;
import vn.onshore.kube.Informers;
import vn.onshore.kube.StatusWriter;
import vn.onshore.kube.Watched;
import vn.onshore.residency.ResidencyFeature;
import vn.onshore.run.Lanes;
import vn.onshore.run.Leadership;

/** What {@code /metrics} shows; a handful of series whatever the size of the cluster. */
record OperatorMetrics(
        Applier applier,
        StatusWriter statuses,
        Lanes lanes,
        Informers informers,
        ResidencyFeature residency,
        IsolationFeature isolation,
        Leadership leadership)
        implements MeterBinder {

    @Override
    @SuppressWarnings("resource") // lives as long as the process
    public void bindTo(MeterRegistry registry) {
        counter(registry, "onshore.writes", "Objects written, beside statuses", applier, Applier::writes);
        counter(registry, "onshore.status.writes", "Statuses written", statuses, StatusWriter::writes);
        counter(
                registry,
                "onshore.guards.restored",
                "Guards that somebody else deleted or edited and that were put back",
                this,
                metrics -> metrics.residency.guardsRestored() + metrics.isolation.guardsRestored());
        gauge(
                registry,
                "onshore.isolation.backlog",
                "Changes that zones have not been judged by yet",
                isolation::backlog);
        gauge(registry, "onshore.reconciliations.running", "Reconciliations under way", lanes::running);
        gauge(registry, "onshore.reconciliations.waiting", "Reconciliations that wait for a place", lanes::waiting);
        gauge(registry, "onshore.judge.backlog", "Changes that wait to be judged", residency::backlog);
        gauge(registry, "onshore.leader", "1 if this replica acts", () -> leadership.leading() ? 1 : 0);
        for (var kind : Watched.values()) {
            Gauge.builder("onshore.cached", () -> informers.size(kind))
                    .tag(
                            "resource",
                            (kind.isExtract() ? "probe-" : "") + kind.kind().plural())
                    .description("Objects in the cache")
                    .register(registry);
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private static <T> void counter(
            MeterRegistry registry, String name, String description, T source, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, source, value).description(description).register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
