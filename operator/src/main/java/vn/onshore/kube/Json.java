package vn.onshore.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Tree;

/** The only user of Jackson's databind: a newer client's field or enum value must never stop an older operator. */
public final class Json {
    private static final ObjectMapper LENIENT = lenient(new ObjectMapper());

    private Json() {}

    private static ObjectMapper lenient(ObjectMapper mapper) {
        return mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
    }

    /** What the Kubernetes client reads and writes with. */
    public static KubernetesSerialization kubernetes() {
        return new KubernetesSerialization(lenient(new ObjectMapper()), true);
    }

    /** @return {@link Tree#NOTHING} if there is no text, or it is no JSON */
    public static Tree read(@Nullable String json) {
        try {
            return json == null ? Tree.NOTHING : new Tree(LENIENT.readValue(json, Object.class));
        } catch (JsonProcessingException e) {
            return Tree.NOTHING;
        }
    }

    public static String write(Object value) {
        try {
            return LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** A record as a tree of maps, or a tree of maps as a record. */
    public static <T> T convert(Object value, Class<T> type) {
        return LENIENT.convertValue(value, type);
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> toMap(Object value) {
        return LENIENT.convertValue(value, Map.class);
    }
}
