package vn.onshore.isolation.engine;

import vn.onshore.isolation.model.Namespace;
import vn.onshore.isolation.model.Policy.Peer;

/** Which peers mean one class: what {@link PeerEvaluation} finds for all classes at once. */
record PeerMatching(Snapshot snapshot, PodClass podClass) {
    boolean means(PeerSet set) {
        return switch (set.peer()) {
            case Peer.Everyone() -> true;
            case Peer.Pods(var selection) ->
                !podClass.hostNetwork()
                        && (selection.namespace() == null
                                || selection.namespace().equals(namespace().name()))
                        && selection.namespaces().matches(namespace().labels())
                        && Vocabulary.allHold(snapshot.traits().labels().terms(selection.pods()), podClass.labels());
            case Peer.Addresses(var addresses) ->
                snapshot.traits().addressesMeanPods()
                        && (podClass.addresses().isEmpty()
                                ? PodAddresses.mayBeIn(
                                        addresses,
                                        set.allowing(),
                                        snapshot.networks().pods())
                                : podClass.addresses().stream().anyMatch(addresses::contains));
            case Peer.Nodes nodes ->
                podClass.hostNetwork() && podClass.addresses().stream().anyMatch(set.outside()::contains);
            case Peer.DomainNames names -> false;
        };
    }

    private Namespace namespace() {
        return snapshot.table().namespaces()[podClass.namespace()];
    }
}
