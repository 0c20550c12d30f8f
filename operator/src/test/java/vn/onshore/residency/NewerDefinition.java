package vn.onshore.residency;

import java.util.Objects;
import vn.onshore.kube.Json;
import vn.onshore.manifest.Tree;
import vn.onshore.world.LiveCluster;

/** A definition as a later release may bring it: more values, more fields. Closing it puts the shipped one back. */
final class NewerDefinition implements AutoCloseable {
    private static final String SPEC = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/";

    private final LiveCluster cluster;
    private final String name;
    private final Tree shipped;

    NewerDefinition(LiveCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        shipped = cluster.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name)
                .at("spec", "versions");
    }

    /** From here on any field may be written, and this value of an enumeration. */
    void allow(String field, String value) {
        var operation = "{\"op\":\"add\",\"path\":\"" + SPEC + "%s\",\"value\":%s}";
        patch("[" + operation.formatted("properties/" + field + "/enum/-", Json.write(value)) + ","
                + operation.formatted("x-kubernetes-preserve-unknown-fields", "true") + "]");
    }

    private void patch(String operations) {
        cluster.kubectl("patch", "crd", name, "--type=json", "-p", operations);
    }

    @Override
    public void close() {
        patch("[{\"op\":\"replace\",\"path\":\"/spec/versions\",\"value\":"
                + Json.write(Objects.requireNonNull(shipped.value())) + "}]");
    }
}
