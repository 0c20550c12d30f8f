package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which zones are apart, which are not and by what, and what could not be seen. Bounded whatever the size of the cluster. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NetworkIsolationStatus(
        @Nullable @JsonPropertyDescription("The metadata.generation of the spec that all of this is about.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: applied, with guards that were seen to refuse, or judged where nothing is to be applied. Compliant: every pair of zones, and every zone"
                        + " with the Internet, is ISOLATED. Reconciling and Stalled are there only while they are true.")
        List<Condition> conditions,

        @Nullable @JsonPropertyDescription("When the verdict was last renewed, UTC.")
        String verifiedAt,

        @JsonPropertyDescription("The mode that was applied last.")
        NetworkIsolationSpec.@Nullable Mode mode,

        @JsonPropertyDescription("The reading of network policies that the verdicts are for.")
        NetworkIsolationSpec.@Nullable Datapath datapath,

        @Nullable @JsonPropertyDescription("How many pairs are how.")
        Verdicts verdicts,

        @JsonPropertyDescription("Pairs, leaks first, then what is unknown, then the others; the first 200.")
        List<Pair> pairs,

        @Nullable
        @JsonPropertyDescription(
                "All pairs as a table: rows open connections to columns. i is ISOLATED, L is LEAK, ? is UNKNOWN.")
        String matrix,

        @Nullable @JsonPropertyDescription("What was looked at, and what could not be.")
        Coverage coverage,

        @Nullable @JsonPropertyDescription("Whether real packets were sent, and what became of them.")
        Packets packets,

        @Nullable @JsonPropertyDescription("What spec.flowLogs saw, held against the declaration.")
        Observed observed,

        @Nullable @JsonPropertyDescription("The address data that internet: Onshore is checked against.")
        Addresses addresses,

        @JsonPropertyDescription("Zone roles that the level asks for and that are nowhere, with the clause.")
        List<MissingRole> missingRoles,

        @Nullable @JsonPropertyDescription("What the resource is compiled into.")
        Compiled compiled,

        @JsonPropertyDescription("Guards, or parts of them, that could not be compiled, and why.")
        List<SkippedGuard> skippedGuards,

        @Nullable @JsonPropertyDescription("Guards that somebody else deleted or edited, and that were put back.")
        GuardChanges guardChanges,

        @JsonPropertyDescription("Flows that were open for a while, the last 20 by when they close.")
        List<BreakGlassUse> breakGlass,

        @JsonPropertyDescription("Namespaces that may change, or have changed, their zone as spec.moves says.")
        List<MoveUse> moves) {

    /** Before anything was seen. */
    public static final NetworkIsolationStatus NONE = new NetworkIsolationStatus(
            null, List.of(), null, null, null, null, List.of(), null, null, null, null, null, List.of(), null,
            List.of(), null, List.of(), List.of());

    public NetworkIsolationStatus {
        conditions = Lists.orEmpty(conditions);
        pairs = Lists.orEmpty(pairs);
        missingRoles = Lists.orEmpty(missingRoles);
        skippedGuards = Lists.orEmpty(skippedGuards);
        breakGlass = Lists.orEmpty(breakGlass);
        moves = Lists.orEmpty(moves);
    }

    /** How many ordered pairs there are of each verdict. */
    public record Verdicts(
            @JsonPropertyDescription("Zones that are declared.")
            Integer zones,

            Integer isolated,
            Integer leak,
            Integer unknown) {}

    /** What one party may open to another beyond what is declared. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Pair(
            @JsonPropertyDescription("A zone, or Internet, or Elsewhere: pods that are in no zone.")
            String from,

            @JsonPropertyDescription("A zone, or Internet, or Elsewhere: pods that are in no zone.")
            String to,

            @JsonPropertyDescription("ISOLATED, LEAK or UNKNOWN.")
            String verdict,

            @Nullable @JsonPropertyDescription("Pairs of pods, or pods, that can connect; all of them.")
            Long leaks,

            @JsonPropertyDescription(
                    "The first 5 of them, or ways by which pods that do not exist yet could; of pairs after the first 20"
                            + " one.")
            List<String> witnesses,

            @JsonPropertyDescription("Why it is LEAK or UNKNOWN, the first 5 reasons; of pairs after the first 20 one.")
            List<String> reasons) {

        public Pair {
            witnesses = Lists.orEmpty(witnesses);
            reasons = Lists.orEmpty(reasons);
        }
    }

    /** What was looked at. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Coverage(
            @JsonPropertyDescription("Pods that were judged; finished ones are not.")
            Integer pods,

            @JsonPropertyDescription("Pods of zones on the node's network, which no policy selects.")
            Integer hostNetworkPods,

            @JsonPropertyDescription("Policies that were read, of all kinds.")
            Integer policies,

            @JsonPropertyDescription("Kinds of policies that were evaluated.")
            List<String> evaluated,

            @JsonPropertyDescription("Kinds that are served, may open a path and were not evaluated; the first 20.")
            List<String> notEvaluated,

            @JsonPropertyDescription("Policies that could not be read, the first 20.")
            List<String> unreadable,

            @JsonPropertyDescription("Namespaces of each zone.")
            List<ZoneNamespaces> zones) {

        public Coverage {
            evaluated = Lists.orEmpty(evaluated);
            notEvaluated = Lists.orEmpty(notEvaluated);
            unreadable = Lists.orEmpty(unreadable);
            zones = Lists.orEmpty(zones);
        }
    }

    /** The namespaces of a zone. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ZoneNamespaces(
            String name,
            @JsonPropertyDescription("How many there are.") Integer total,

            @JsonPropertyDescription("The first 20 of them by name.")
            List<String> first) {

        private static final int FIRST = 20;

        public ZoneNamespaces {
            first = Lists.orEmpty(first);
        }

        /** @param names of all of them, sorted */
        public static ZoneNamespaces of(String zone, List<String> names) {
            return new ZoneNamespaces(
                    zone, names.size(), names.stream().limit(FIRST).toList());
        }
    }

    /** What probes in the zones found. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Packets(
            @JsonPropertyDescription("One sentence.") String summary,

            @Nullable @JsonPropertyDescription("When the last of the probes ended, UTC.")
            String at,

            @Nullable @JsonPropertyDescription("Connections that are declared.")
            Tries declared,

            @Nullable @JsonPropertyDescription("Connections that are not.")
            Tries forbidden,

            @JsonPropertyDescription(
                    "What went otherwise than declared, what got through first; the first 20 sentences.")
            List<String> contradictions,

            @JsonPropertyDescription("Why some probes say nothing, the first 5 reasons.")
            List<String> remarks) {

        public Packets {
            contradictions = Lists.orEmpty(contradictions);
            remarks = Lists.orEmpty(remarks);
        }
    }

    /** How many connections were tried. */
    public record Tries(
            Integer tried,

            @JsonPropertyDescription("How many of them came about, or did not, as declared.")
            Integer asDeclared) {}

    /** Connections that were seen, and whether they could be once the declaration is enforced. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Observed(
            @JsonPropertyDescription("One sentence.") String summary,

            @JsonPropertyDescription("Connections in the logs that count.")
            Long connections,

            @JsonPropertyDescription("Different flows among them, by namespace or address, protocol and port.")
            Long flows,

            @JsonPropertyDescription("Flows that would be dropped.")
            Long dropped,

            @JsonPropertyDescription("Flows of which nobody can say whether they would be.")
            Long undetermined,

            @JsonPropertyDescription("Lines of the logs that could not be read.")
            Long unreadable,

            @JsonPropertyDescription(
                    "Flows that would be dropped, those first that were seen most often; the first 20.")
            List<DroppedFlow> first,

            @JsonPropertyDescription("What was read, and what it was then.")
            List<FlowLog> logs,

            @JsonPropertyDescription(
                    "What is not in the numbers, and why the rest cannot be told or read, with an example of each.")
            List<String> remarks) {

        public Observed {
            first = Lists.orEmpty(first);
            logs = Lists.orEmpty(logs);
            remarks = Lists.orEmpty(remarks);
        }
    }

    /** A flow that would be dropped. */
    public record DroppedFlow(
            @JsonPropertyDescription("A namespace or an address, or outside where the log gives no address.")
            String from,

            @JsonPropertyDescription("A namespace or an address, or outside where the log gives no address.")
            String to,

            @JsonPropertyDescription("Protocol and port of the pod that answers, such as TCP/5432.")
            String port,

            @JsonPropertyDescription("How often it was seen.")
            Long count,

            @JsonPropertyDescription("What keeps it from passing.")
            String why,

            @JsonPropertyDescription("Log and line at which it was seen.")
            String line) {}

    /** A ConfigMap with logs. */
    public record FlowLog(
            @JsonPropertyDescription("Its namespace and name.")
            String configMap,

            @JsonPropertyDescription("SHA-256 of what it holds.")
            String digest) {}

    /** Address data, and on whose word it is. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Addresses(
            @JsonPropertyDescription("Source, serial and date of what is registered in the country.")
            String source,

            @Nullable @JsonPropertyDescription("IPv4 addresses, of the data that was used last.")
            Long ipv4,

            @Nullable @JsonPropertyDescription("IPv6 networks /48, of the data that was used last.")
            Long ipv6,

            @JsonPropertyDescription("Why the data is not used, the first 5 reasons; empty if it is.")
            List<String> refused) {

        public Addresses {
            refused = Lists.orEmpty(refused);
        }
    }

    /** A zone that the level asks for. */
    public record MissingRole(
            @Nullable ZoneRole role,

            @JsonPropertyDescription("Where it is asked for.")
            String clause,

            @JsonPropertyDescription("What to do.") String remediation) {}

    /** What a resource becomes. */
    public record Compiled(
            @JsonPropertyDescription("How many objects.") Integer objects,

            @JsonPropertyDescription("SHA-256 over the digests of all of them.")
            String digest,

            @JsonPropertyDescription("Whether they are in the cluster; false in Audit and Shadow.")
            Boolean applied) {}

    /** A flow that is, or was, open for a while. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BreakGlassUse(
            @JsonPropertyDescription("From, to and ports.") String flow,
            String reason,
            String ticket,
            String notAfter,

            @JsonPropertyDescription("Whether it is open now.")
            Boolean open) {}

    /** A namespace that may change its zone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MoveUse(
            String namespace,

            @Nullable @JsonPropertyDescription("The zone; none if it is to leave all zones.")
            String to,

            String reason,

            @JsonPropertyDescription(
                    "Whether the namespace is there: then the move is over, and it keeps its zone again.")
            Boolean done) {}
}
