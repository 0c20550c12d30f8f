package vn.onshore.boundary;

import java.util.List;
import vn.onshore.api.v1alpha1.OnshoreBoundarySpec;

/** The boundary that {@code spec.boundaryRef} of a resource refers to. */
public sealed interface Ground {

    /** There is one. */
    record Usable(Boundary boundary, OnshoreBoundarySpec spec) implements Ground {}

    /** There is none of that name. */
    record Missing(String name) implements Ground {

        /** As it stands in conditions: the field, what is wrong, and what to do. */
        public String sentence() {
            return "spec.boundaryRef.name: there is no OnshoreBoundary named " + name
                    + "; create it or correct the name";
        }
    }

    /**
     * There is one, but it cannot be used.
     *
     * @param problems why not, at least one
     */
    record Unusable(String name, List<Problem> problems) implements Ground {
        public Unusable {
            problems = List.copyOf(problems);
        }

        /** As it stands in conditions: the field, and the first problem. */
        public String sentence() {
            return "spec.boundaryRef: OnshoreBoundary " + name + " cannot be used: " + problems.getFirst();
        }
    }
}
