package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A promise that network zones talk to each other, and to what is outside, only as declared. Cluster-scoped. */
@JsonClassDescription(
        "A promise that network zones talk to each other, and to what is outside the cluster, only as declared.")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?$')",
        message =
                "metadata.name becomes part of labels and of the names of policies: at most 48 lower-case letters, digits"
                        + " and hyphens, no dots")
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@Categories(ApiGroup.CATEGORY)
@ShortNames("isolation")
@AdditionalPrinterColumn(name = "READY", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "COMPLIANT", jsonPath = ".status.conditions[?(@.type==\"Compliant\")].status")
@AdditionalPrinterColumn(name = "MODE", jsonPath = ".spec.mode")
@AdditionalPrinterColumn(
        name = "ZONES",
        jsonPath = ".status.verdicts.zones",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "LEAKS",
        jsonPath = ".status.verdicts.leak",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "UNKNOWN",
        jsonPath = ".status.verdicts.unknown",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "DATAPATH", jsonPath = ".spec.datapath", priority = 1)
@AdditionalPrinterColumn(name = "VERIFIED", jsonPath = ".status.verifiedAt", type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "AGE",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class NetworkIsolation extends CustomResource<NetworkIsolationSpec, NetworkIsolationStatus> {}
