package vn.onshore.isolation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.Policy.Tier;

/** The policies of a world, so that those of one namespace are at hand and a change copies little. Immutable. */
final class PolicyTable {
    private static final CompiledPolicy[] NONE = {};
    private static final Comparator<CompiledPolicy> BY_ID =
            Comparator.comparing(policy -> policy.policy().id());
    private static final Comparator<CompiledPolicy> BY_NAME =
            Comparator.comparing(policy -> policy.policy().id().name());

    private final Map<String, Integer> numbers;

    /** NetworkPolicies by the number of their namespace and by name. */
    private final CompiledPolicy[][] local;

    /** NetworkPolicies of namespaces that are not there, or not known. */
    private final CompiledPolicy[] homeless;

    /** Policies of the other tiers, by name. */
    private final CompiledPolicy[] tiered;

    private PolicyTable(
            Map<String, Integer> numbers,
            CompiledPolicy[][] local,
            CompiledPolicy[] homeless,
            CompiledPolicy[] tiered) {
        this.numbers = numbers;
        this.local = local;
        this.homeless = homeless;
        this.tiered = tiered;
    }

    /**
     * @param numbers of the namespaces by name, from 0
     * @param policies none twice
     */
    static PolicyTable of(Map<String, Integer> numbers, Collection<CompiledPolicy> policies) {
        var sizes = new int[numbers.size()];
        for (var policy : policies) {
            var number = number(numbers, policy.policy());
            if (number != null) {
                sizes[number]++;
            }
        }
        var local = new CompiledPolicy[sizes.length][];
        Arrays.setAll(local, i -> sizes[i] == 0 ? NONE : new CompiledPolicy[sizes[i]]);
        var homeless = new ArrayList<CompiledPolicy>(0);
        var tiered = new ArrayList<CompiledPolicy>(0);
        for (var policy : policies) {
            var number = number(numbers, policy.policy());
            if (number != null) {
                local[number][--sizes[number]] = policy;
            } else if (policy.policy().tier() == Tier.NetworkPolicy) {
                homeless.add(policy);
            } else {
                tiered.add(policy);
            }
        }
        for (var here : local) {
            Arrays.sort(here, BY_NAME);
        }
        tiered.sort(BY_ID);
        return new PolicyTable(numbers, local, homeless.toArray(NONE), tiered.toArray(NONE));
    }

    /** The number of the namespace that a policy is local to. */
    private static @Nullable Integer number(Map<String, Integer> numbers, Policy policy) {
        return policy.tier() == Tier.NetworkPolicy ? numbers.get(policy.id().namespace()) : null;
    }

    @Nullable
    CompiledPolicy get(Policy.Id id) {
        var number = numbers.get(id.namespace());
        var found = number == null ? null : find(local[number], id);
        found = found == null ? find(homeless, id) : found;
        return found == null ? find(tiered, id) : found;
    }

    private static @Nullable CompiledPolicy find(CompiledPolicy[] among, Policy.Id id) {
        for (var policy : among) {
            if (policy.policy().id().equals(id)) {
                return policy;
            }
        }
        return null;
    }

    /** @param gone one of these, or null; {@code came} is another one of the same name, or null */
    PolicyTable with(@Nullable CompiledPolicy gone, @Nullable CompiledPolicy came) {
        var some = gone == null ? came : gone;
        if (some == null) {
            return this;
        }
        var number = number(numbers, some.policy());
        if (number != null) {
            var changed = local.clone();
            changed[number] = replaced(local[number], gone, came);
            return new PolicyTable(numbers, changed, homeless, tiered);
        }
        return some.policy().tier() == Tier.NetworkPolicy
                ? new PolicyTable(numbers, local, replaced(homeless, gone, came), tiered)
                : new PolicyTable(numbers, local, homeless, replaced(tiered, gone, came));
    }

    private static CompiledPolicy[] replaced(
            CompiledPolicy[] some, @Nullable CompiledPolicy gone, @Nullable CompiledPolicy came) {
        var kept = Arrays.stream(some).filter(policy -> policy != gone);
        return Stream.concat(kept, Stream.ofNullable(came)).sorted(BY_ID).toArray(CompiledPolicy[]::new);
    }

    /** The NetworkPolicies of a namespace, which goes by its number, in the order of their names. */
    List<CompiledPolicy> local(int namespace) {
        return Arrays.asList(local[namespace]);
    }

    /** Those of the Admin and Baseline tiers, by name. */
    List<CompiledPolicy> tiered() {
        return Arrays.asList(tiered);
    }

    void forEach(Consumer<CompiledPolicy> action) {
        for (var here : local) {
            for (var policy : here) {
                action.accept(policy);
            }
        }
        for (var policy : homeless) {
            action.accept(policy);
        }
        for (var policy : tiered) {
            action.accept(policy);
        }
    }

    Stream<CompiledPolicy> stream() {
        return Stream.concat(
                Arrays.stream(local).flatMap(Arrays::stream),
                Stream.concat(Arrays.stream(homeless), Arrays.stream(tiered)));
    }
}
