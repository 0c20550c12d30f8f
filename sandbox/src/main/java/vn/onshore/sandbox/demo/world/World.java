package vn.onshore.sandbox.demo.world;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The cluster on which the story plays. */
public interface World extends AutoCloseable {
    /** An administrator's kubeconfig. */
    Path kubeconfig();

    /** Where the operator's log and the attestors' keys are kept. */
    Path scratch();

    /** Whether its nodes are of our making: ten in eight places, which may be changed at will. */
    boolean ownsNodes();

    /** The process that keeps the cluster for longer than the story; the operator stays as long as that. */
    default OptionalLong keeper() {
        return OptionalLong.empty();
    }

    /** What is left to a person who wants to look further; empty when nothing of ours stays. */
    default Optional<String> remains() {
        return Optional.empty();
    }

    /** Ends what was started, except what was asked to stay. */
    @Override
    void close();
}
