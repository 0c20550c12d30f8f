package vn.onshore.manifest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the files that hold manifests. */
final class ManifestFiles {
    private static final int MAX_FOLDER_DEPTH = 64;

    private final List<Problem> problems;
    private final List<Found> found = new ArrayList<>();
    /** Real paths, so that a folder that is linked into itself is walked once. */
    private final Set<Path> walked = new HashSet<>();

    /**
     * A file.
     *
     * @param name for people; where the locale knows no Unicode, it does not lead back to the file
     * @param path null for standard input
     */
    record Found(String name, @Nullable Path path) {
        private Object place() {
            return path == null ? name : path.toAbsolutePath().normalize();
        }
    }

    private ManifestFiles(List<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Files in the order of the paths, sorted within folders, each once however often and in whatever spelling it was
     * named. What cannot be listed and folders without manifests go to {@code problems}.
     */
    static List<Found> find(List<String> paths, List<Problem> problems) {
        var files = new ManifestFiles(problems);
        paths.forEach(files::add);
        var once = new LinkedHashMap<Object, Found>();
        files.found.forEach(file -> once.putIfAbsent(file.place(), file));
        return List.copyOf(once.values());
    }

    private void add(String name) {
        if (name.equals("-")) {
            found.add(new Found(name, null));
            return;
        }
        if (name.isEmpty()) {
            // It would be the current folder: more likely a variable of the shell that is not set.
            problems.add(new Problem("''", 0, "an empty path names nothing; write . for the current folder"));
            return;
        }
        try {
            var path = Path.of(name);
            if (Files.isDirectory(path)) {
                folder(path);
            } else {
                found.add(new Found(name, path));
            }
        } catch (InvalidPathException unreadable) {
            problems.add(new Problem(name, 0, "this locale knows no such name; set LC_ALL to C.UTF-8"));
        }
    }

    private void folder(Path folder) {
        var before = found.size() + problems.size();
        walked.clear();
        walk(folder, 0);
        if (found.size() + problems.size() == before) {
            problems.add(new Problem(folder.toString(), 0, "this folder holds no .yaml, .yml or .json file"));
        }
    }

    private void walk(Path folder, int depth) {
        try {
            if (depth > MAX_FOLDER_DEPTH || !walked.add(folder.toRealPath())) {
                return;
            }
            var entries = new ArrayList<Path>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(entries::add);
            }
            entries.sort(null);
            for (var entry : entries) {
                var name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    if (!name.startsWith(".")) {
                        walk(entry, depth + 1);
                    }
                } else if (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) {
                    found.add(new Found(entry.toString(), entry));
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            problems.add(new Problem(folder.toString(), 0, "this folder cannot be listed"));
        }
    }
}
