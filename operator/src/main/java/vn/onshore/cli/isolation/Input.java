package vn.onshore.cli.isolation;

import java.util.List;
import vn.onshore.cli.Progress;
import vn.onshore.cli.Streams;
import vn.onshore.isolation.read.ReadWorld;
import vn.onshore.isolation.read.WorldReader;
import vn.onshore.isolation.verify.PolicyTies;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.ManifestReader;
import vn.onshore.manifest.Problem;

/**
 * A world from files, told about on standard error.
 *
 * @param manifests all objects, also those that are in no world
 * @param sound whether every path could be read, and no policy had to be refused
 */
record Input(ReadWorld read, List<Manifest> manifests, boolean sound) {

    /** A document that cannot be used is a warning; a path that cannot, or a policy that no server would take, an error. */
    static Input of(List<String> paths, Streams streams) {
        try (var progress = Progress.on(streams.err())) {
            progress.doing("reading manifests");
            var reading = ManifestReader.read(paths, streams.in());
            var world = WorldReader.read(reading.manifests());
            var lost = false;
            for (var problem : reading.problems()) {
                lost |= isWholeFile(problem);
                tell(problem, isWholeFile(problem), streams);
            }
            if (reading.manifests().isEmpty() && !lost) {
                streams.warning("there is no object in " + String.join(" ", paths));
            }
            world.warnings().forEach(streams::warning);
            world.notEvaluated().forEach(each -> streams.warning("not evaluated: " + each));
            PolicyTies.among(world.world().policies())
                    .forEach(tie ->
                            streams.warning(tie + " say different things about the same traffic, and the API does"
                                    + " not order them; the first by name is asked first here. Give each its own priority, in one"
                                    + " version of the API"));
            world.refused().forEach(streams::error);
            return new Input(
                    world, reading.manifests(), !lost && world.refused().isEmpty());
        }
    }

    private static boolean isWholeFile(Problem problem) {
        return problem.line() == 0;
    }

    private static void tell(Problem problem, boolean lost, Streams streams) {
        if (lost) {
            streams.error(problem);
        } else {
            streams.warning(problem + "; this document is left out");
        }
    }
}
