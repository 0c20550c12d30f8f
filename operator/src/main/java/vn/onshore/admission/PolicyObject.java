package vn.onshore.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Manifest;

/**
 * Name, labels and owner of generated objects. Every object also carries the digest of its spec, so that one which was
 * edited by hand is told from one which is out of date.
 *
 * @param labels on every object
 * @param annotations on every object, beside the digest
 * @param owner for garbage collection; null if nothing in the cluster owns the objects
 */
public record PolicyObject(
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Owner owner) {
    public static final String GROUP = "admissionregistration.k8s.io";
    public static final String VERSION = "v1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    /** Annotation: {@code sha256:} and the digest of the spec in canonical JSON. */
    public static final String DIGEST = "onshore.vn/digest";

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** A cluster-scoped owner. */
    public record Owner(String apiVersion, String kind, String name, String uid) {}

    public PolicyObject {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** The object of a kind of {@code admissionregistration.k8s.io/v1} with this metadata. */
    Manifest manifest(String kind, Map<String, Object> spec) {
        return manifest(API_VERSION, kind, null, spec);
    }

    /**
     * An object with this metadata.
     *
     * @param namespace null for a cluster-scoped one
     * @param spec in the form in which the API server stores it
     */
    public Manifest manifest(String apiVersion, String kind, @Nullable String namespace, Map<String, Object> spec) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        metadata.put("labels", new TreeMap<>(labels));
        var annotated = new TreeMap<>(annotations);
        annotated.put(DIGEST, digest(spec));
        metadata.put("annotations", annotated);
        if (owner != null) {
            metadata.put("ownerReferences", List.of(reference(owner)));
        }
        var tree = new LinkedHashMap<String, Object>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", kind);
        tree.put("metadata", metadata);
        tree.put("spec", spec);
        return Manifest.of(tree);
    }

    private static Map<String, Object> reference(Owner owner) {
        var reference = new LinkedHashMap<String, Object>();
        reference.put("apiVersion", owner.apiVersion());
        reference.put("kind", owner.kind());
        reference.put("name", owner.name());
        reference.put("uid", owner.uid());
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", true);
        return reference;
    }

    /** {@code sha256:} and the digest, in hexadecimal, of a tree as JSON with sorted keys. */
    public static String digest(Map<String, Object> tree) {
        try {
            var json = CANONICAL.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
