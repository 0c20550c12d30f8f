package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Where onshore is: the sites, networks, hosts and drivers that lie inside a jurisdiction. Cluster-scoped. */
@JsonClassDescription("Where inside is: the sites, networks, hosts and drivers of one jurisdiction.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Categories(ApiGroup.CATEGORY)
@ShortNames("boundary")
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "SITES", jsonPath = ".status.counts.sites", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "NODES", jsonPath = ".status.nodes.total", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "ATTESTED",
        jsonPath = ".status.nodes.attested",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "INCONSISTENT",
        jsonPath = ".status.nodes.inconsistent",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "GUARD", jsonPath = ".spec.nodeGuard")
@AdditionalPrinterColumn(name = "DIGEST", jsonPath = ".status.digest", priority = 1)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class OnshoreBoundary extends CustomResource<OnshoreBoundarySpec, OnshoreBoundaryStatus> {}
