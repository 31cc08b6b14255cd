import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";
import { inputs } from "./pulumi/inputs";

inputs.alone();

new PolicyPack("apim-self-hosted-gateway", {
  displayName: "Azure API Management self-hosted gateways",
  description: "Keeps self-hosted gateways inside Microsoft's support policy, connected to Azure, and owned.",
  policies,
});
