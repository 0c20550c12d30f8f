package vn.onshore.cli.isolation;

import picocli.CommandLine.Option;
import vn.onshore.isolation.model.DatapathProfile;

/** The option that says how the network plugin reads what the API leaves to it. */
final class Datapath {
    @Option(
            names = "--datapath",
            paramLabel = "PLUGIN",
            defaultValue = "Worst",
            description = {
                "How the network plugin reads what the API leaves open, such as whether an ipBlock means pods that have"
                        + " such an address: ${COMPLETION-CANDIDATES}.",
                "Worst takes the more permissive reading of each point. Default: ${DEFAULT-VALUE}"
            })
    private DatapathProfile profile = DatapathProfile.Worst;

    DatapathProfile profile() {
        return profile;
    }
}
