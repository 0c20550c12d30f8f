package vn.onshore.residency.guard;

import java.util.List;
import vn.onshore.manifest.Manifest;

/**
 * What a policy was compiled to.
 *
 * @param objects policies and bindings in apply order: a binding follows its policy
 * @param skipped what the server lacks or the inputs do not allow; visible in status
 */
public record Guards(List<Manifest> objects, List<Skipped> skipped) {
    public static final Guards NONE = new Guards(List.of(), List.of());

    public Guards {
        objects = List.copyOf(objects);
        skipped = List.copyOf(skipped);
    }
}
