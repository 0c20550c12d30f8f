package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A signed statement that a machine stands at a site. Cluster-scoped. */
@JsonClassDescription("A signed statement that a machine stands at a site of a boundary.")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Categories(ApiGroup.CATEGORY)
@ShortNames("attestation")
@AdditionalPrinterColumn(name = "BOUNDARY", jsonPath = ".spec.boundaryRef.name")
@AdditionalPrinterColumn(name = "NODE", jsonPath = ".status.node")
@AdditionalPrinterColumn(name = "SITE", jsonPath = ".status.site")
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "EXPIRES", jsonPath = ".status.expiresAt")
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class SiteAttestation extends CustomResource<SiteAttestationSpec, SiteAttestationStatus> {}
