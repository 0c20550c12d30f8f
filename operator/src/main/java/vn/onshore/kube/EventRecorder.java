package vn.onshore.kube;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.onshore.compliance.Subject;

/** Tells people what happened, as {@code events.k8s.io/v1} Events. An Event that cannot be written is only logged. */
public final class EventRecorder {
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
    private static final ApiKind EVENT = ApiKind.namespaced("events.k8s.io", "v1", "Event", "events");
    private static final int NOTE_LIMIT = 1_000;

    private final ApiServer server;
    private final Clock clock;
    private final String instance;

    /** @param instance name of this process, such as the pod's */
    public EventRecorder(ApiServer server, Clock clock, String instance) {
        this.server = server;
        this.clock = clock;
        this.instance = instance;
    }

    /** Why an Event is told. */
    public enum Reason {
        /** A generated object was deleted or edited and put back. */
        GuardRestored,
        /** A canary got through, or the guard refuses everything. */
        EnforcementBroken,
        EnforcementProved,
        /** A node no longer qualifies. */
        EligibilityLost,
        EligibilityGained,
        AttestationVoid,
        /** Nodes are born with the taint from here on. */
        NodeGuarded,
        /** A node keeps its taint no longer: it is attested, or the guard is gone. */
        NodeReleased,
        /** A node got the taint although it was born without, or had lost it. */
        NodeTainted,
        Evicted,
        /** Something is open between zones, or between a zone and the Internet, that nobody declared. */
        ZonesLeak,
        /** Nothing is any more. */
        ZonesIsolated,
        /** A probe got through where it must not, or did not where it may. */
        ProbesContradict,
        /** A policy was suspended, deleted or loosened, or it or its boundary lets more in. */
        Loosened;

        boolean isWarning() {
            return switch (this) {
                case EnforcementProved, EligibilityGained, NodeGuarded, NodeReleased, ZonesIsolated -> false;
                default -> true;
            };
        }
    }

    public void tell(Subject about, Reason reason, String action, String note) {
        var namespace = about.namespace() == null ? "default" : about.namespace();
        var event = new LinkedHashMap<String, Object>();
        event.put("apiVersion", EVENT.apiVersion());
        event.put("kind", "Event");
        event.put("metadata", Map.of("name", "onshore." + UUID.randomUUID(), "namespace", namespace));
        event.put("eventTime", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
        event.put("reportingController", "onshore.vn/operator");
        event.put("reportingInstance", instance);
        event.put("type", reason.isWarning() ? "Warning" : "Normal");
        event.put("reason", reason.name());
        event.put("action", action);
        event.put("note", note.length() <= NOTE_LIMIT ? note : note.substring(0, NOTE_LIMIT));
        event.put("regarding", reference(about));
        log.atInfo()
                .addKeyValue("object", about.toString())
                .addKeyValue("reason", reason)
                .log(note);
        try {
            var answer = server.create(EVENT.path(namespace), event);
            if (!answer.ok()) {
                log.atWarn().addKeyValue("reason", reason).log("Event refused: {}", answer.message());
            }
        } catch (UncheckedIOException e) {
            log.atWarn().addKeyValue("reason", reason).log("Event not told: {}", e.getMessage());
        }
    }

    private static Map<String, Object> reference(Subject about) {
        var reference = new LinkedHashMap<String, Object>();
        reference.put("apiVersion", about.apiVersion());
        reference.put("kind", about.kind());
        reference.put("name", about.name());
        if (about.namespace() != null) {
            reference.put("namespace", about.namespace());
        }
        if (about.uid() != null) {
            reference.put("uid", about.uid());
        }
        return reference;
    }
}
