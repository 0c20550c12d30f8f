package vn.onshore.api.v1alpha1;

/** Province codes of Decision 19/2025/QD-TTg, as a CEL list: the 34 units that exist since 2025-07-01. */
final class Provinces {
    static final String QD19_2025 =
            "['01','04','08','11','12','14','15','19','20','22','24','25','31','33','37','38','40',"
                    + "'42','44','46','48','51','52','56','66','68','75','79','80','82','86','91','92','96']";

    private Provinces() {}
}
