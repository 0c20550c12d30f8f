package vn.onshore.residency.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vn.onshore.compliance.Finding;
import vn.onshore.compliance.Subject;
import vn.onshore.compliance.Verdict;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Quoted;

/**
 * Judges objects by the rules of the exit catalogue. Pure, immutable and safe for several threads; a judgement depends on
 * the object, the policy and what the {@link Lookup} answers, and on nothing else.
 */
public final class Verifier {
    private static final List<Rule> RULES = Stream.of(
                    NodeRules.ALL,
                    WorkloadRules.ALL,
                    StorageRules.ALL,
                    VolumeRules.ALL,
                    EndpointRules.ALL,
                    ExtensionRules.ALL)
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Rule::id))
            .toList();
    private static final Map<GroupKind, List<Rule>> BY_KIND = byKind();
    private static final Set<String> OFFLINE = ids(false);
    private static final Set<String> ALL = ids(true);

    private final Context context;

    public Verifier(PolicyView policy, Lookup lookup) {
        context = new Context(policy, lookup);
    }

    private static Map<GroupKind, List<Rule>> byKind() {
        var byKind = new HashMap<GroupKind, List<Rule>>();
        for (var rule : RULES) {
            rule.kinds()
                    .forEach(kind ->
                            byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(rule));
        }
        return byKind;
    }

    private static Set<String> ids(boolean live) {
        var ids = new TreeSet<String>();
        RULES.stream().filter(rule -> live || !rule.scope().isLive()).forEach(rule -> ids.add(rule.id()));
        return ids;
    }

    /** Ids of the rules that objects are judged by, sorted. */
    public static Set<String> judgedRules() {
        return ALL;
    }

    /** Those of them that need no live cluster, sorted. */
    public static Set<String> offlineRules() {
        return OFFLINE;
    }

    /** Whether any rule judges objects of the kind. */
    public static boolean judges(String group, String kind) {
        return BY_KIND.containsKey(new GroupKind(group, kind));
    }

    /** Ids of the rules that judge objects of the kind. */
    public static Set<String> rulesFor(String group, String kind) {
        var ids = new TreeSet<String>();
        BY_KIND.getOrDefault(new GroupKind(group, kind), List.of()).forEach(rule -> ids.add(rule.id()));
        return ids;
    }

    /** Whether the verifier has anything to say of the kind: by a rule, or for the coverage of the exit catalogue. */
    public static boolean speaksOf(String group, String kind) {
        return judges(group, kind) || ExitCatalogue.speaksOf(group, kind);
    }

    /** How bad a verdict is, from NotApplicable (0) over Met, Partial and Unknown to NotMet (4). */
    public static int severity(Verdict verdict) {
        return Opinion.severity(verdict);
    }

    public PolicyView policy() {
        return context.policy();
    }

    /**
     * Judges one object: one finding for each rule that applies to it, sorted by rule. Objects of namespaces that are not
     * governed, and kinds that no rule speaks of, give none; but a Service to which something leads that is judged, and
     * is Met because the Service is judged instead, is judged wherever it is.
     */
    public List<Finding> judge(Manifest object) {
        var rules = BY_KIND.get(new GroupKind(object.group(), object.kind()));
        if (rules == null) {
            return List.of();
        }
        return switch (governance(object, rules)) {
            case NotGoverned ->
                leader(object)
                        .map(leader -> findings(object, rules, Governance.Governed).stream()
                                .map(finding -> ledBy(leader, finding))
                                .toList())
                        .orElse(List.of());
            case Governance governance -> findings(object, rules, governance);
        };
    }

    /** The Services at which an object is judged as well; none for an object that is not judged. */
    public Set<ServiceName> leads(Manifest object) {
        var services = ServiceName.ledToBy(object, context.policy());
        return services.isEmpty() || isJudged(object) ? services : Set.of();
    }

    private boolean isJudged(Manifest object) {
        var rules = BY_KIND.get(new GroupKind(object.group(), object.kind()));
        return rules != null
                && (governance(object, rules) == Governance.Governed
                        || leader(object).isPresent());
    }

    private Governance governance(Manifest object, List<Rule> rules) {
        return rules.getFirst().scope().isNamespaced()
                ? context.policy().governance(Context.namespaceOf(object), context.lookup())
                : Governance.Governed;
    }

    /** What leads to a Service; of an exempt namespace nothing is asked. */
    private Optional<String> leader(Manifest object) {
        return context.policy().namespaces().exempt().contains(Context.namespaceOf(object))
                ? Optional.empty()
                : ServiceName.of(object).flatMap(context.lookup()::leadingTo);
    }

    private static Finding ledBy(String leader, Finding finding) {
        return finding.verdict().needsAttention() ? finding.ledToBy(Quoted.shortened(leader)) : finding;
    }

    private List<Finding> findings(Manifest object, List<Rule> rules, Governance governance) {
        var subject = subject(object, rules.getFirst().scope().isNamespaced());
        var findings = new ArrayList<Finding>(rules.size());
        for (var rule : rules) {
            if (rule.scope().isLive() && !context.lookup().isLive()) {
                continue;
            }
            var opinion = new Opinion(context.policy().territory());
            if (governance == Governance.Undetermined) {
                undetermined(object, opinion);
            } else {
                rule.judgement().judge(object, context, opinion);
            }
            var finding = opinion.finding(rule.id(), subject);
            if (finding != null) {
                findings.add(finding.verdict().needsAttention() ? withWorkload(finding, object) : finding);
            }
        }
        return findings;
    }

    private static Finding withWorkload(Finding finding, Manifest object) {
        return Workload.controlling(object)
                .map(workload -> finding.controlledBy(Quoted.shortened(workload)))
                .orElse(finding);
    }

    private void undetermined(Manifest object, Opinion opinion) {
        var namespace = Quoted.shortened(Context.namespaceOf(object));
        opinion.unknown(
                "the labels of namespace " + namespace + " are not known, so nobody can say whether it is governed",
                context.lookup().isLive()
                        ? "Wait until the namespace is known."
                        : "Add the Namespace to the input, or say --governed " + namespace + ".");
    }

    private static Subject subject(Manifest object, boolean namespaced) {
        var subject = object.subject();
        var namespace = namespaced ? Context.namespaceOf(object) : null;
        return new Subject(subject.apiVersion(), subject.kind(), namespace, subject.name(), subject.uid());
    }

    /**
     * Ids of the rules of the exit catalogue that the object is in the scope of although no judgement is made of it.
     */
    public Set<String> touches(Manifest object) {
        return ExitCatalogue.touches(object, namespace -> context.policy().governance(namespace, context.lookup()));
    }
}
