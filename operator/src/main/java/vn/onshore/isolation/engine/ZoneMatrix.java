package vn.onshore.isolation.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.Policy;
import vn.onshore.isolation.model.PortSet;
import vn.onshore.isolation.model.Selector;

/** What is open beyond the plan, for each ordered pair of parties. Pairs without a cell have nothing open beyond it. */
public record ZoneMatrix(List<Cell> cells) {
    /** Witnesses that are kept of a pair; counts go on. */
    public static final int MOST_WITNESSES = 1_000;

    public ZoneMatrix {
        cells = List.copyOf(cells);
    }

    /** A side of a pair: a zone, what is outside the cluster, or pods in no zone. */
    public sealed interface Party {
        record OfZone(String name) implements Party {}

        record Internet() implements Party {}

        record Elsewhere() implements Party {}
    }

    /**
     * @param leaks pairs of pods that exist and can connect beyond the plan; with the Internet, pods
     * @param witnesses the first of them, at most {@link #MOST_WITNESSES}, in a stable order
     * @param exposures rules by which pods that do not exist yet could connect with those that do
     * @param opening how pods that do not exist yet could connect with one another or with the outside; null if they
     *     cannot, or if something else of this cell says already that the way is open
     * @param transitive the shortest way over other zones and relays, from a pod that exists if there is one, else from one
     *     that may come; empty if there is none, or if a direct one exists
     */
    public record Cell(
            Party from,
            Party to,
            long leaks,
            List<Witness> witnesses,
            List<Exposure> exposures,
            @Nullable Opening opening,
            List<Hop> transitive) {
        public Cell {
            witnesses = LazyList.copyOf(witnesses);
            exposures = LazyList.copyOf(exposures);
            transitive = LazyList.copyOf(transitive);
        }
    }

    /** A connection that ought not to be possible. */
    public record Witness(End from, End to, PortSet ports) {}

    /** One step of a way over several pods. */
    public record Hop(End from, End to, PortSet ports) {}

    /** A connection that pods which may come could open, whatever labels they have beside those that are named. */
    public record Opening(OpenEnd from, OpenEnd to, PortSet ports) {}

    public sealed interface OpenEnd {
        /**
         * @param pods the labels that they need
         * @param policy that lets it through; null if no policy keeps such pods from it
         */
        record OfNewcomers(String namespace, Selector pods, Policy.@Nullable Id policy) implements OpenEnd {}

        /** Some pod in no zone. */
        record OfNoZone() implements OpenEnd {}

        record OfAddresses(AddressRange range) implements OpenEnd {}
    }

    public sealed interface End {
        record OfPod(String namespace, String name) implements End {}

        /** Some pod that may come to a zone, whatever labels it will have. */
        record OfNewcomer(String zone) implements End {}

        record OfAddresses(AddressRange range) implements End {}
    }
}
