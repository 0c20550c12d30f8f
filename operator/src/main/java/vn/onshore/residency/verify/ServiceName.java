package vn.onshore.residency.verify;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.onshore.boundary.Host;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/** A Service of the cluster. */
public record ServiceName(String namespace, String name) {
    private static final String SLICE_LABEL = "kubernetes.io/service-name";

    /** The Service that the object is, or whose endpoints it lists; empty for everything else. */
    static Optional<ServiceName> of(Manifest object) {
        var namespace = Context.namespaceOf(object);
        if (object.is("", "Service") || object.is("", "Endpoints")) {
            return Optional.of(new ServiceName(namespace, object.name()));
        }
        return object.is("discovery.k8s.io", "EndpointSlice")
                ? Optional.ofNullable(object.labels().get(SLICE_LABEL)).map(name -> new ServiceName(namespace, name))
                : Optional.empty();
    }

    /** How findings name an object that leads to a Service: {@code Kind/name} or {@code Kind/namespace/name}. */
    public static String leader(String kind, String namespace, String name) {
        return kind + "/" + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }

    /** Whether the object lists endpoints of this Service. */
    public boolean isServedBy(Manifest slice) {
        return of(slice).filter(this::equals).isPresent();
    }

    /**
     * The Services that an object sends its callers to, and at which it is judged therefore: what webhooks, conversions
     * and aggregated APIs refer to, and the names of Services in URLs and in {@code externalName}.
     */
    static Set<ServiceName> ledToBy(Manifest object, PolicyView policy) {
        var tree = object.tree();
        var services = switch (object.kind()) {
            case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" ->
                tree.at("webhooks").items().stream().flatMap(webhook -> client(webhook.at("clientConfig"), policy));
            case "CustomResourceDefinition" -> client(ExtensionRules.conversionClient(object), policy);
            case "APIService" -> reference(tree.at("spec", "service"));
            case "Service" ->
                tree.at("spec", "type").text().equals("ExternalName")
                        ? host(Host.parse(tree.at("spec", "externalName").text()), policy)
                        : Stream.<ServiceName>empty();
            default -> Stream.<ServiceName>empty();
        };
        return services.collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<ServiceName> client(Tree client, PolicyView policy) {
        return Stream.concat(
                reference(client.at("service")),
                host(Host.ofUrl(client.at("url").text()), policy));
    }

    private static Stream<ServiceName> reference(Tree service) {
        var name = service.at("name").text();
        return name.isEmpty()
                ? Stream.empty()
                : Stream.of(new ServiceName(service.at("namespace").text(), name));
    }

    /** A DNS name such as {@code name.namespace.svc}. */
    private static Stream<ServiceName> host(Host host, PolicyView policy) {
        if (!(host instanceof Host.Name(var name)) || !policy.isClusterService(host)) {
            return Stream.empty();
        }
        var labels = name.substring(0, name.lastIndexOf(".svc")).split("\\.");
        return labels.length < 2
                ? Stream.empty()
                : Stream.of(new ServiceName(labels[labels.length - 1], labels[labels.length - 2]));
    }
}
