package vn.onshore.residency.prove;

import java.util.List;
import java.util.Map;

/** Services and endpoints that lead abroad, and the same at home. */
final class NetworkAttempts {
    private static final List<Map<String, ?>> PORTS = List.of(Map.of("name", "https", "port", 443, "protocol", "TCP"));

    private NetworkAttempts() {}

    static void add(AttemptList attempts, CanaryInputs in, Examples examples) {
        abroad(attempts, examples);
        inside(attempts, examples);
    }

    private static void abroad(AttemptList attempts, Examples examples) {
        examples.lookalikeHost()
                .ifPresent(host -> attempts.forbidden(
                        "G11",
                        "service-lookalike-name",
                        "point a Service at " + host,
                        service(attempts, Map.of("type", "ExternalName", "externalName", host))));
        examples.outsideAddress().ifPresent(ip -> {
            attempts.forbidden(
                    "G11",
                    "service-foreign-external-ip",
                    "give a Service the external address " + ip,
                    service(attempts, Map.of("ports", PORTS, "externalIPs", List.of(ip))));
            attempts.forbidden(
                    "G11", "endpointslice-abroad", "write an EndpointSlice that leads to " + ip, slice(attempts, ip));
            attempts.forbidden(
                    "G11", "endpoints-abroad", "write Endpoints that lead to " + ip, endpoints(attempts, ip));
        });
    }

    private static void inside(AttemptList attempts, Examples examples) {
        var host = examples.insideHost();
        attempts.allowed(
                "G11",
                "service-inside",
                host.map(name -> "point a Service at " + name).orElse("make a Service with a cluster address"),
                service(
                        attempts,
                        host.<Map<String, ?>>map(name -> Map.of("type", "ExternalName", "externalName", name))
                                .orElse(Map.of("ports", PORTS))));
        examples.insideAddress()
                .ifPresentOrElse(
                        ip -> {
                            attempts.allowed(
                                    "G11",
                                    "endpointslice-inside",
                                    "write an EndpointSlice that leads to " + ip,
                                    slice(attempts, ip));
                            attempts.allowed(
                                    "G11",
                                    "endpoints-inside",
                                    "write Endpoints that lead to " + ip,
                                    endpoints(attempts, ip));
                        },
                        () -> attempts.untried("no EndpointSlice that must pass: no allowed site lists a CIDR"));
    }

    private static ApiRequest service(AttemptList attempts, Map<String, ?> spec) {
        return attempts.create("v1", "Service", "services", Map.of("spec", spec));
    }

    private static ApiRequest slice(AttemptList attempts, String ip) {
        return attempts.create(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                "endpointslices",
                Map.of(
                        "addressType",
                        ip.contains(":") ? "IPv6" : "IPv4",
                        "endpoints",
                        List.of(Map.of("addresses", List.of(ip))),
                        "ports",
                        PORTS));
    }

    private static ApiRequest endpoints(AttemptList attempts, String ip) {
        var subset = Map.of("addresses", List.of(Map.of("ip", ip)), "ports", PORTS);
        return attempts.create("v1", "Endpoints", "endpoints", Map.of("subsets", List.of(subset)));
    }
}
