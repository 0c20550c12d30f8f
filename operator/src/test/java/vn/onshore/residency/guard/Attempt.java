package vn.onshore.residency.guard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Tree;

/**
 * Something that is tried, and who must refuse it.
 *
 * @param refusedBy slug of a guard, or {@code none}
 * @param as user name; null for an administrator
 */
record Attempt(String attempt, String refusedBy, @Nullable String as, String path, Map<String, Object> object) {

    static List<Attempt> all() {
        var mapper = new ObjectMapper(new YAMLFactory());
        var type = mapper.getTypeFactory().constructCollectionType(List.class, Attempt.class);
        try (var file = Objects.requireNonNull(Attempt.class.getResourceAsStream("attempts.yaml"))) {
            return mapper.readValue(file, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean mustPass() {
        return refusedBy.equals("none");
    }

    Tree tree() {
        return new Tree(object);
    }

    @Override
    public String toString() {
        return attempt;
    }
}
