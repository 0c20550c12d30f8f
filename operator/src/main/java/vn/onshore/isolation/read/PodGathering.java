package vn.onshore.isolation.read;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.isolation.model.Pod;
import vn.onshore.isolation.model.Workload;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * The pods among some objects, and those that templates would make, each with the topmost controller that is among the
 * objects. A pod's own controller is known even if it is not among them.
 */
final class PodGathering {
    private static final int LONGEST_CHAIN = 10;

    /** By namespace, group, kind and name. */
    private final Map<Key, Manifest> controllers = new HashMap<>();

    private final List<Pod> pods = new ArrayList<>();
    private final List<Template> templates = new ArrayList<>();
    private final Map<Workload, Manifest.Source> places = new HashMap<>();

    private record Key(String namespace, String group, String kind, String name) {}

    private record Template(Pod pod, boolean owned, boolean empty) {}

    PodGathering(Collection<Manifest> objects) {
        for (var manifest : objects) {
            if (!isPod(manifest)) {
                controllers.put(
                        new Key(
                                ObjectNames.namespace(manifest.tree()),
                                manifest.group(),
                                manifest.kind(),
                                manifest.name()),
                        manifest);
            }
        }
    }

    private static boolean isPod(Manifest manifest) {
        return manifest.kind().equals("Pod") && manifest.apiVersion().equals("v1");
    }

    static boolean knows(Manifest manifest) {
        return isPod(manifest) || PodReader.hasTemplate(manifest.tree());
    }

    /** @return whether the object is a pod or has a template for some */
    boolean add(Manifest manifest) {
        if (isPod(manifest)) {
            PodReader.read(manifest.tree()).ifPresent(pod -> addPod(manifest, pod));
            return true;
        }
        if (!PodReader.hasTemplate(manifest.tree())) {
            return false;
        }
        PodReader.template(manifest.tree()).ifPresent(pod -> addTemplate(manifest, pod));
        return true;
    }

    private void addPod(Manifest manifest, Pod pod) {
        var owner = Owner.of(manifest.tree()).flatMap(first -> controller(pod.namespace(), first));
        var workload = owner.map(found -> topmost(pod.namespace(), found)).orElse(pod.workload());
        var generated = !manifest.tree().at("metadata", "name").isPresent();
        // A name that the server has yet to make up is nobody else's.
        pods.add(with(pod, generated ? pod.name() + "#" + pods.size() : pod.name(), workload));
        place(workload, manifest);
    }

    private void addTemplate(Manifest manifest, Pod pod) {
        var workload = topmost(pod.namespace(), manifest);
        var owned = !workload.equals(pod.workload());
        templates.add(new Template(
                with(pod, pod.name(), workload),
                owned,
                manifest.tree().at("spec", "replicas").number(1) == 0));
        place(workload, manifest);
    }

    /** The object that is the workload itself is a better place than its pods. */
    private void place(Workload workload, Manifest manifest) {
        var source = manifest.source();
        if (source != null) {
            if (manifest.kind().equals(workload.kind()) && manifest.name().equals(workload.name())) {
                places.put(workload, source);
            } else {
                places.putIfAbsent(workload, source);
            }
        }
    }

    Map<Workload, Manifest.Source> places() {
        return places;
    }

    private Optional<Manifest> controller(String namespace, Owner owner) {
        return Optional.ofNullable(controllers.get(new Key(namespace, owner.group(), owner.kind(), owner.name())));
    }

    private Workload topmost(String namespace, Manifest from) {
        var here = from;
        for (var i = 0; i < LONGEST_CHAIN; i++) {
            var next = next(namespace, here.tree());
            if (next == null) {
                break;
            }
            here = next;
        }
        return new Workload(namespace, here.name(), here.kind());
    }

    private @Nullable Manifest next(String namespace, Tree of) {
        return Owner.of(of).flatMap(owner -> controller(namespace, owner)).orElse(null);
    }

    /**
     * All pods, sorted. A template stands for pods that may come: where pods that it would make are there already, they
     * stand for themselves, and an owned template that makes no pods is what is left of an older version.
     */
    List<Pod> population() {
        var byWorkload = new HashMap<Workload, List<Pod>>();
        pods.forEach(pod -> byWorkload
                .computeIfAbsent(pod.workload(), some -> new ArrayList<>())
                .add(pod));
        var all = new TreeMap<String, Pod>();
        pods.forEach(pod -> all.put(pod.namespace() + "/" + pod.name(), pod));
        for (var template : templates) {
            var pod = template.pod;
            if (!(template.owned && template.empty)
                    && byWorkload.getOrDefault(pod.workload(), List.of()).stream()
                            .noneMatch(real -> isMadeBy(pod, real))) {
                all.put(pod.namespace() + "/" + pod.name(), pod);
            }
        }
        return List.copyOf(all.values());
    }

    /** Controllers add labels to those of the template, such as pod-template-hash. */
    private static boolean isMadeBy(Pod template, Pod real) {
        return real.labels().entrySet().containsAll(template.labels().entrySet())
                && real.ports().equals(template.ports())
                && real.hostNetwork() == template.hostNetwork();
    }

    private static Pod with(Pod pod, String name, Workload workload) {
        return name.equals(pod.name()) && workload.equals(pod.workload())
                ? pod
                : new Pod(
                        pod.namespace(), name, pod.labels(), pod.ports(), pod.addresses(), pod.hostNetwork(), workload);
    }
}
