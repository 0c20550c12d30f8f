package vn.onshore.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads manifests as kubectl does: YAML 1.1 or JSON, several documents, lists flattened, with or without BOM, LF or
 * CRLF. What cannot be used is reported with its line, and everything else is still read.
 */
public final class ManifestReader {
    /** Files above this size are not read; etcd takes 1.5 MiB an object. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final int MAX_LIST_DEPTH = 5;

    private ManifestReader() {}

    /**
     * Reads files, folders (with what they hold: .yaml, .yml and .json; hidden folders are passed over) and, for
     * {@code -}, standard input. A folder that holds none is a problem, as it is to kubectl.
     */
    public static Reading read(List<String> paths, InputStream standardInput) {
        var problems = new ArrayList<Problem>();
        var files = ManifestFiles.find(paths, problems);
        var parts =
                files.parallelStream().map(file -> open(file, standardInput)).toList();
        var read = parts.stream().flatMap(List::stream).toList().parallelStream()
                .map(Part::read)
                .toList();
        var manifests = new ArrayList<Manifest>();
        for (var each : read) {
            manifests.addAll(each.manifests());
            problems.addAll(each.problems());
        }
        return new Reading(manifests, problems);
    }

    /** Reads a text that is already at hand. */
    public static Reading read(String file, String text) {
        var manifests = new ArrayList<Manifest>();
        var problems = new ArrayList<Problem>();
        for (var part : parts(file, text)) {
            var read = part.read();
            manifests.addAll(read.manifests());
            problems.addAll(read.problems());
        }
        return new Reading(manifests, problems);
    }

    /** Something that gives a reading: a piece of a file, or what is wrong with the file. */
    private interface Part {
        Reading read();
    }

    private static List<Part> open(ManifestFiles.Found found, InputStream standardInput) {
        var file = found.name();
        try {
            var bytes = found.path() == null ? standardInput.readNBytes(MAX_BYTES + 1) : bytes(found.path());
            if (bytes.length > MAX_BYTES) {
                return List.of(broken(file, 0, "it is larger than 16 MiB, which is the limit; split it"));
            }
            if (isUtf16(bytes)) {
                return List.of(broken(file, 0, "it is UTF-16, as Windows PowerShell writes it; save it as UTF-8"));
            }
            var from = ByteBuffer.wrap(bytes);
            var text = CharBuffer.allocate(bytes.length);
            if (StandardCharsets.UTF_8.newDecoder().decode(from, text, true).isError()) {
                return List.of(broken(file, line(bytes, from.position()), "it is not UTF-8"));
            }
            return parts(file, text.flip().toString());
        } catch (NoSuchFileException missing) {
            return List.of(broken(file, 0, "there is no such file"));
        } catch (IOException unreadable) {
            return List.of(broken(
                    file, 0, "it cannot be read: " + unreadable.getClass().getSimpleName()));
        }
    }

    private static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2
                && (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE
                        || bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF);
    }

    /** The line, from 1, that holds the byte at {@code position}. */
    private static int line(byte[] bytes, int position) {
        var line = 1;
        for (var at = 0; at < position; at++) {
            line += bytes[at] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private static Part broken(String file, int line, String sentence) {
        var reading = new Reading(List.of(), List.of(new Problem(file, line, sentence)));
        return () -> reading;
    }

    private static List<Part> parts(String file, String raw) {
        var text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        if (text.stripLeading().startsWith("{") || file.endsWith(".json")) {
            return List.of(() -> readJson(file, text));
        }
        return Chunks.of(text).stream()
                .map(chunk -> (Part) () -> readYaml(file, chunk))
                .toList();
    }

    /** Flow-style YAML begins like JSON, so only the name of a file tells for certain that it must be JSON. */
    private static Reading readJson(String file, String text) {
        var gathering = new Gathering(file, 1);
        var documents = new ArrayList<Document>();
        try {
            JsonDocuments.read(text, documents);
            documents.forEach(gathering::add);
        } catch (Unusable unusable) {
            if (file.endsWith(".json")) {
                documents.forEach(gathering::add);
                gathering.add(unusable);
            } else {
                Chunks.of(text).forEach(chunk -> gathering.add(readYaml(file, chunk)));
            }
        }
        return gathering.reading();
    }

    private static Reading readYaml(String file, Chunks.Chunk chunk) {
        var gathering = new Gathering(file, chunk.line());
        var documents = new ArrayList<Document>();
        try {
            YamlDocuments.read(chunk.text(), documents);
            documents.forEach(gathering::add);
        } catch (Unusable unusable) {
            documents.forEach(gathering::add);
            gathering.add(unusable);
        }
        return gathering.reading();
    }

    /** Turns the documents of one piece of a file into manifests; {@code firstLine} is where the piece begins. */
    private static final class Gathering {
        private final String file;
        private final int firstLine;
        private final List<Manifest> manifests = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        Gathering(String file, int firstLine) {
            this.file = file;
            this.firstLine = firstLine;
        }

        Reading reading() {
            return new Reading(manifests, problems);
        }

        void add(Reading reading) {
            manifests.addAll(reading.manifests());
            problems.addAll(reading.problems());
        }

        void add(Unusable unusable) {
            problem(unusable.line(), unusable.sentence());
        }

        void add(Document document) {
            if (document.value() != null) {
                add(document, document.value(), document.line(), 0);
            }
        }

        private void problem(int line, String sentence) {
            problems.add(new Problem(file, firstLine + line - 1, sentence));
        }

        @SuppressWarnings("unchecked")
        private void add(Document document, Object value, int line, int depth) {
            if (!(value instanceof Map<?, ?> map)) {
                problem(line, "a document must be an object with apiVersion and kind");
                return;
            }
            if (!(map.get("kind") instanceof String kind) || kind.isEmpty()) {
                problem(line, "it has no kind");
                return;
            }
            if (!(map.get("apiVersion") instanceof String version) || version.isEmpty()) {
                problem(line, "it has no apiVersion");
                return;
            }
            if (!kind.endsWith("List") || !map.containsKey("items")) {
                manifests.add(new Manifest(
                        new Tree((Map<String, Object>) map), new Manifest.Source(file, firstLine + line - 1)));
            } else if (depth == MAX_LIST_DEPTH) {
                problem(line, "lists of objects nest deeper than " + MAX_LIST_DEPTH + " levels");
            } else if (map.get("items") instanceof List<?> items) {
                addItems(document, (Map<String, Object>) map, items, line, depth);
            } else if (map.get("items") != null) {
                problem(line, "items of a " + Quoted.shortened(kind) + " must be a list");
            }
        }

        private void addItems(Document document, Map<String, Object> list, List<?> items, int line, int depth) {
            for (var item : items) {
                var at = item == null ? line : document.lines().of(item, line);
                add(document, item instanceof Map<?, ?> map ? typed(list, map) : "", at, depth + 1);
            }
        }

        /** Items of a typed list, such as a PodList, may leave their own kind to the list. */
        private static Map<?, ?> typed(Map<String, Object> list, Map<?, ?> item) {
            if (!(list.get("kind") instanceof String kind)
                    || kind.equals("List")
                    || item.containsKey("kind")
                    || item.containsKey("apiVersion")) {
                return item;
            }
            var typed = new LinkedHashMap<Object, Object>();
            typed.put("apiVersion", list.get("apiVersion"));
            typed.put("kind", kind.substring(0, kind.length() - "List".length()));
            typed.putAll(item);
            return typed;
        }
    }
}
