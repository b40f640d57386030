import { createHash } from 'node:crypto';
import type { Control } from '../model/control.ts';
import type { Framework } from '../model/framework.ts';
import { clusterAdminAccessEntry } from './controls/identity/cluster-admin-access-entry.ts';
import { baselineBypass } from './controls/network/baseline-bypass.ts';
import { defaultDenyEgress } from './controls/network/default-deny-egress.ts';
import { defaultDenyIngress } from './controls/network/default-deny-ingress.ts';
import { defaultDenyStands } from './controls/network/default-deny-stands.ts';
import { enforcedPolicies } from './controls/network/enforced-policies.ts';
import { ingressNginx } from './controls/network/ingress-nginx.ts';
import { ingressTls } from './controls/network/ingress-tls.ts';
import { instanceMetadataReach } from './controls/network/instance-metadata-reach.ts';
import { internetExposure } from './controls/network/internet-exposure.ts';
import { isolatedWorkloads } from './controls/network/isolated-workloads.ts';
import { loadBalancerTls } from './controls/network/load-balancer-tls.ts';
import { namedSources } from './controls/network/named-sources.ts';
import { namespaceHasPolicy } from './controls/network/namespace-has-policy.ts';
import { neededRules } from './controls/network/needed-rules.ts';
import { newNamespaces } from './controls/network/new-namespaces.ts';
import { policyEndpoints } from './controls/network/policy-endpoints.ts';
import { policyEnforcement } from './controls/network/policy-enforcement.ts';
import { policySelectsPods } from './controls/network/policy-selects-pods.ts';
import { resolvableNames } from './controls/network/resolvable-names.ts';
import { sensitiveInterfaces } from './controls/network/sensitive-interfaces.ts';
import { serviceExternalIps } from './controls/network/service-external-ips.ts';
import { specifiedEnforcement } from './controls/network/specified-enforcement.ts';
import { unambiguousPriorities } from './controls/network/unambiguous-priorities.ts';
import { wellFormedPolicies } from './controls/network/well-formed-policies.ts';
import { publicEndpoint } from './controls/platform/public-endpoint.ts';
import { publicEndpointSources } from './controls/platform/public-endpoint-sources.ts';
import { privilegeEscalation } from './controls/pod/privilege-escalation.ts';
import { privileged } from './controls/pod/privileged.ts';
import { rootUser } from './controls/pod/root-user.ts';
import { clusterAdminHolders } from './controls/rbac/cluster-admin.ts';
import { wildcards } from './controls/rbac/wildcards.ts';
import { frameworks } from './frameworks/frameworks.ts';

export type Catalogue = {
  readonly version: string;
  readonly controls: readonly Control[];
  readonly frameworks: readonly Framework[];
};

/** Every control, in the order of reports. The version changes whenever a judgement can change. */
export const catalogue: Catalogue = {
  version: '2026.11.3',
  controls: [
    namespaceHasPolicy,
    defaultDenyIngress,
    defaultDenyEgress,
    isolatedWorkloads,
    policyEnforcement,
    namedSources,
    instanceMetadataReach,
    loadBalancerTls,
    ingressTls,
    internetExposure,
    serviceExternalIps,
    sensitiveInterfaces,
    ingressNginx,
    enforcedPolicies,
    specifiedEnforcement,
    policySelectsPods,
    neededRules,
    defaultDenyStands,
    baselineBypass,
    unambiguousPriorities,
    resolvableNames,
    newNamespaces,
    wellFormedPolicies,
    policyEndpoints,
    privileged,
    privilegeEscalation,
    rootUser,
    clusterAdminHolders,
    wildcards,
    clusterAdminAccessEntry,
    publicEndpoint,
    publicEndpointSources,
  ],
  frameworks,
};

/** SHA-256 over the version, all texts and all frameworks of a catalogue. */
export function catalogueDigest({ version, controls, frameworks }: Catalogue): string {
  const texts = controls.map((control) => [
    control.id,
    control.title,
    control.domain,
    control.severity,
    control.rationale,
    control.remediation,
    control.snippets,
    control.reachMax,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([version, texts, frameworks]))
    .digest('hex');
}
