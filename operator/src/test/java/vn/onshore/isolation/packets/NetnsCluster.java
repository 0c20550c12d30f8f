package vn.onshore.isolation.packets;

import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import vn.onshore.boundary.IpAddress;
import vn.onshore.sandbox.Command;

/**
 * A cluster as far as packets see it: a router, and hosts that are connected to nothing else, each in a network namespace of
 * its own. No packet leaves them.
 *
 * <p>The namespaces are called {@code onshore-PID-…}; what a killed process left behind goes when the next one starts.
 */
final class NetnsCluster implements AutoCloseable {
    private static final String GATEWAY = "169.254.1.1";
    private static final Pattern OURS = Pattern.compile("onshore-(\\d+)-[0-9a-f]+-.+");
    private static final Path NAMESPACES = Path.of("/run/netns");

    private final String prefix = "onshore-%d-%06x-"
            .formatted(
                    ProcessHandle.current().pid(), ThreadLocalRandom.current().nextInt(1 << 24));
    private final NetworkNamespace router = new NetworkNamespace(prefix + "router");
    private final Map<IpAddress, NetworkNamespace> hosts = new LinkedHashMap<>();
    private final Responder responder;

    /**
     * @param addresses of the hosts, IPv4
     * @param tcp where each host answers
     * @param udp where each host answers
     */
    NetnsCluster(Collection<IpAddress> addresses, Collection<Integer> tcp, Collection<Integer> udp) throws IOException {
        sweep();
        addresses.forEach(address -> hosts.put(address, new NetworkNamespace(prefix + address)));
        responder = new Responder();
        try {
            connect();
            for (var host : hosts.entrySet()) {
                join(host.getValue().start(() -> {
                    responder.listen(host.getKey(), tcp, udp);
                    return true;
                }));
            }
            responder.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void connect() {
        var root = new ArrayList<String>();
        var routing = new ArrayList<String>();
        root.add("netns add " + router.name());
        var index = 0;
        for (var host : hosts.entrySet()) {
            var link = "host" + index++;
            root.add("netns add " + host.getValue().name());
            root.add("link add %s netns %s type veth peer name eth0 netns %s"
                    .formatted(link, router.name(), host.getValue().name()));
            routing.add("addr add %s/32 dev %s".formatted(GATEWAY, link));
            routing.add("link set %s up".formatted(link));
            routing.add("route add %s/32 dev %s".formatted(host.getKey(), link));
        }
        run(String.join("\n", root), "ip", "-batch", "-");
        run(String.join("\n", routing), "ip", "-n", router.name(), "-batch", "-");
        hosts.forEach((address, namespace) ->
                run("""
                link set lo up
                addr add %1$s/32 dev eth0
                link set eth0 up
                route add %2$s/32 dev eth0 scope link
                route add default via %2$s
                """.formatted(address, GATEWAY), "ip", "-n", namespace.name(), "-batch", "-"));
        // Refusals by ICMP come as fast as probes do, and what was tracked of earlier ones is soon forgotten.
        inRouter("", "sh", "-c", """
                cd /proc/sys/net
                echo 1 > ipv4/ip_forward && echo 0 > ipv4/icmp_ratelimit
                for setting in ipv4/icmp_msgs_per_sec=1000000 ipv4/icmp_msgs_burst=1000000 \\
                    netfilter/nf_conntrack_tcp_timeout_close=1 netfilter/nf_conntrack_udp_timeout=1; do
                  if [ -w "${setting%=*}" ]; then echo "${setting#*=}" > "${setting%=*}"; fi
                done
                """);
    }

    /** Puts rules into the router, all at once. */
    void load(String ruleset) {
        inRouter(ruleset, "nft", "-f", "-");
    }

    /**
     * The probes that were answered; the others were refused.
     *
     * @throws IOException if one was neither
     */
    Set<Probe> answered(Collection<Probe> probes) throws IOException {
        var asked = new ArrayList<FutureTask<List<Probe>>>();
        probes.stream()
                .collect(groupingBy(Probe::from))
                .forEach((from, some) -> asked.add(namespace(from).start(() -> Prober.answered(some))));
        var answered = new HashSet<Probe>();
        for (var some : asked) {
            answered.addAll(join(some));
        }
        return answered;
    }

    /** Where a host is, for programs that are to run there. */
    NetworkNamespace namespace(IpAddress host) {
        var namespace = hosts.get(host);
        if (namespace == null) {
            throw new IllegalArgumentException("no host " + host);
        }
        return namespace;
    }

    @Override
    public void close() throws IOException {
        responder.close();
        delete(name -> name.startsWith(prefix));
    }

    private static void sweep() throws IOException {
        delete(name -> {
            var ours = OURS.matcher(name);
            return ours.matches()
                    && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty();
        });
    }

    private static void delete(Predicate<String> which) throws IOException {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        try (var names = Files.list(NAMESPACES)) {
            var lines = names.map(path -> path.getFileName().toString())
                    .filter(which)
                    .map(name -> "netns del " + name)
                    .toList();
            run(String.join("\n", lines), "ip", "-force", "-batch", "-");
        }
    }

    private void inRouter(String input, String... line) {
        var inside = new ArrayList<>(List.of("ip", "netns", "exec", router.name()));
        inside.addAll(List.of(line));
        run(input, inside.toArray(String[]::new));
    }

    private static void run(String input, String... line) {
        var outcome = new Command(List.of(line), Path.of("/"), Map.of(), Duration.ofSeconds(30)).run(input);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", line) + ": " + outcome.err() + "\n" + input);
        }
    }

    private static <T> T join(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case UncheckedIOException io -> throw io.getCause();
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
