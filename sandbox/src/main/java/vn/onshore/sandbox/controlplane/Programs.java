package vn.onshore.sandbox.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import vn.onshore.sandbox.Checkout;
import vn.onshore.sandbox.SandboxException;
import vn.onshore.sandbox.go.GoCache;

/**
 * Which file each program is: one from {@code KUBEBUILDER_ASSETS} where that is set and has it, the sandbox's own
 * binary otherwise.
 *
 * @param files one for each program that the settings need
 * @param notes a sentence for each program that the named folder lacks
 */
public record Programs(Map<Program, Path> files, List<String> notes) {
    /** The variable by which the Kubernetes ecosystem names a folder of test binaries. */
    public static final String ASSETS = "KUBEBUILDER_ASSETS";

    private static final Set<Program> WITHOUT_CONTROLLERS =
            EnumSet.of(Program.ETCD, Program.API_SERVER, Program.KUBECTL);

    public Programs {
        files = Map.copyOf(files);
        notes = List.copyOf(notes);
    }

    /**
     * Finds them, and builds the sandbox's own binary when it is needed and missing.
     *
     * @throws SandboxException when the named folder does not exist, or the build is impossible
     */
    public static Programs locate(Settings settings) {
        Optional<Path> folder = Optional.of(settings.environment().getOrDefault(ASSETS, ""))
                .filter(name -> !name.isBlank())
                .map(Path::of);
        return locate(
                folder,
                settings.controllers() ? EnumSet.allOf(Program.class) : WITHOUT_CONTROLLERS,
                () -> new GoCache(settings.environment(), settings.progress())
                        .locate(ControlPlaneBinary.of(Checkout.find())));
    }

    static Programs locate(Optional<Path> folder, Set<Program> needed, Supplier<Path> own) {
        folder.filter(named -> !Files.isDirectory(named)).ifPresent(named -> {
            throw new SandboxException(
                    "%s names %s, which is no folder; correct or unset it.".formatted(ASSETS, named));
        });
        Map<Program, Path> files = new EnumMap<>(Program.class);
        List<String> notes = new ArrayList<>();
        for (Program program : needed) {
            Optional<Path> named = folder.map(place -> place.resolve(program.command()))
                    .filter(Files::isExecutable)
                    .map(Path::toAbsolutePath);
            files.put(program, named.orElseGet(own));
            if (folder.isPresent() && named.isEmpty() && program != Program.KWOK_STAGES) {
                notes.add("%s has no %s: the sandbox's own is used.".formatted(ASSETS, program.command()));
            }
        }
        return new Programs(files, notes);
    }

    /** Links them, under their own names, into the folder. */
    void linkInto(Path folder) {
        try {
            for (Map.Entry<Program, Path> file : files.entrySet()) {
                Files.createSymbolicLink(folder.resolve(file.getKey().command()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
