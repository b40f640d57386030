import { createHash } from 'node:crypto';
import type { Control } from '../model/control.ts';
import { clusterAdminAccessEntry } from './controls/identity/cluster-admin-access-entry.ts';
import { defaultDenyEgress } from './controls/network/default-deny-egress.ts';
import { defaultDenyIngress } from './controls/network/default-deny-ingress.ts';
import { namespaceHasPolicy } from './controls/network/namespace-has-policy.ts';
import { policyEnforcement } from './controls/network/policy-enforcement.ts';
import { publicEndpoint } from './controls/platform/public-endpoint.ts';
import { publicEndpointSources } from './controls/platform/public-endpoint-sources.ts';
import { privilegeEscalation } from './controls/pod/privilege-escalation.ts';
import { privileged } from './controls/pod/privileged.ts';
import { rootUser } from './controls/pod/root-user.ts';
import { clusterAdminHolders } from './controls/rbac/cluster-admin.ts';
import { wildcards } from './controls/rbac/wildcards.ts';

export type Catalogue = { readonly version: string; readonly controls: readonly Control[] };

/** Every control, in the order of reports. The version changes whenever a judgement can change. */
export const catalogue: Catalogue = {
  version: '2026.11.1',
  controls: [
    namespaceHasPolicy,
    defaultDenyIngress,
    defaultDenyEgress,
    policyEnforcement,
    privileged,
    privilegeEscalation,
    rootUser,
    clusterAdminHolders,
    wildcards,
    clusterAdminAccessEntry,
    publicEndpoint,
    publicEndpointSources,
  ],
};

/** SHA-256 over the version and all texts of a catalogue. */
export function catalogueDigest({ version, controls }: Catalogue): string {
  const texts = controls.map((control) => [
    control.id,
    control.title,
    control.domain,
    control.severity,
    control.rationale,
    control.remediation,
    control.mappings,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([version, texts]))
    .digest('hex');
}
