package vn.onshore.cli.attest;

import java.util.List;
import vn.onshore.api.v1alpha1.ApiGroup;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;

/** The one object of a kind in a file. */
final class Documents {
    private Documents() {}

    /** Reads a file, or standard input for {@code -}, and finds the only object of the kind in it. */
    static Manifest only(String option, String file, String group, String kind) throws Unusable {
        var reading = ManifestReader.read(List.of(file), System.in);
        if (!reading.problems().isEmpty()) {
            throw new Unusable(option + " " + reading.problems().getFirst());
        }
        var found = reading.manifests().stream()
                .filter(manifest -> manifest.is(group, kind))
                .toList();
        if (found.size() != 1) {
            throw new Unusable(
                    option + " " + file + " holds " + (found.isEmpty() ? "no " : found.size() + " objects of kind ")
                            + kind + "; give a file with exactly one");
        }
        return found.getFirst();
    }

    static Manifest node(String option, String file) throws Unusable {
        return only(option, file, "", "Node");
    }

    static Manifest ours(String option, String file, String kind) throws Unusable {
        return only(option, file, ApiGroup.NAME, kind);
    }
}
