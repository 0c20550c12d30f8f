package vn.onshore.residency.verify;

import java.util.List;
import vn.onshore.boundary.IpAddress;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Quoted;

/** What pods and the templates of workloads ask for: E05 placement, E10 host network, E25 images, E37 host aliases. */
final class WorkloadRules {
    static final List<Rule> ALL = List.of(
            new Rule("E05", Rule.Scope.Governed, PodSpec.KINDS, WorkloadRules::placement),
            new Rule("E10", Rule.Scope.Governed, PodSpec.KINDS, WorkloadRules::hostNetwork),
            new Rule("E25", Rule.Scope.Governed, PodSpec.KINDS, WorkloadRules::images),
            new Rule("E37", Rule.Scope.Governed, PodSpec.KINDS, WorkloadRules::hostAliases));

    private WorkloadRules() {}

    private static void placement(Manifest object, Context context, Opinion opinion) {
        PodSpec.of(object).ifPresent(pod -> {
            var scheduler = pod.spec().at("schedulerName").text();
            if (!context.policy().schedulers().contains(scheduler.isEmpty() ? "default-scheduler" : scheduler)) {
                opinion.notMet(
                        "the pod is placed by scheduler " + Quoted.shortened(scheduler)
                                + ", which the policy does not list",
                        "Remove schedulerName, or list the scheduler in spec.schedulers of the policy.");
            }
            var node = pod.spec().at("nodeName").text();
            if (!node.isEmpty() && !wasBound(object, context)) {
                pinned(object, node, context, opinion);
            }
            if (opinion.isClean()) {
                opinion.met("the pod is placed by a listed scheduler");
            }
        });
    }

    /** On a live cluster every placed pod has a nodeName; where it runs is E01. */
    private static boolean wasBound(Manifest object, Context context) {
        return context.lookup().isLive() && object.is("", "Pod");
    }

    private static void pinned(Manifest object, String node, Context context, Opinion opinion) {
        var known = context.lookup().node(node);
        var name = Quoted.shortened(node);
        var remedy = "Remove nodeName and let a listed scheduler place the pod.";
        if (known.isPresent()) {
            if (!context.policy().qualifies(known.get())) {
                opinion.notMet("nodeName pins the pod to " + name + ", which does not qualify", remedy);
            }
        } else if (object.is("", "Pod")
                && !object.tree().at("metadata", "uid").text().isEmpty()) {
            opinion.unknown(
                    "the pod was read from a cluster, where it runs on " + name
                            + "; the input does not say where that is",
                    "Judge running pods on the cluster itself.");
        } else {
            opinion.notMet("nodeName pins the pod to " + name + " past the scheduler", remedy);
        }
    }

    private static void hostNetwork(Manifest object, Context context, Opinion opinion) {
        PodSpec.of(object).ifPresent(pod -> {
            if (pod.spec().at("hostNetwork").text().equals("true")) {
                opinion.notMet(
                        "hostNetwork is true, so network policies do not hold for the pod",
                        "Remove hostNetwork, or run the pod in an exempt namespace.");
            } else {
                opinion.met("the pod has a network of its own");
            }
        });
    }

    private static void images(Manifest object, Context context, Opinion opinion) {
        PodSpec.of(object).ifPresent(pod -> {
            for (var container : pod.containers()) {
                image("image", container.at("image").text(), context, opinion);
            }
            for (var volume : pod.volumes()) {
                if (volume.at("image").isPresent()) {
                    image("image volume", volume.at("image", "reference").text(), context, opinion);
                }
            }
            if (opinion.isClean()) {
                opinion.met("every image comes from a listed registry");
            }
        });
    }

    private static void image(String what, String image, Context context, Opinion opinion) {
        if (image.isEmpty()) {
            opinion.unknown("a container names no image", "Name the image of every container.");
        } else {
            opinion.place(
                    what,
                    image,
                    context.locator().registry(image),
                    "Pull the image from a registry that spec.registries of the boundary lists.");
        }
    }

    private static void hostAliases(Manifest object, Context context, Opinion opinion) {
        PodSpec.of(object).ifPresent(pod -> {
            for (var alias : pod.spec().at("hostAliases").items()) {
                var ip = alias.at("ip").text();
                if (!IpAddress.parse(ip).map(IpAddress::isLoopback).orElse(false)) {
                    opinion.place(
                            "the hostAliases address",
                            ip,
                            context.locator().address(ip),
                            "Remove the alias, or add the address range to its site in the boundary.");
                }
            }
            if (opinion.isClean()) {
                opinion.met("no host alias leads outside");
            }
        });
    }
}
