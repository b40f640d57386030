import { createHash } from 'node:crypto';
import type { Control } from '../model/control.ts';
import type { Framework } from '../model/framework.ts';
import { clusterAdminAccessEntry } from './controls/identity/cluster-admin-access-entry.ts';
import { legacyTokens } from './controls/identity/legacy-tokens.ts';
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
import { admissionBaseline } from './controls/platform/admission-baseline.ts';
import { admissionBypass } from './controls/platform/admission-bypass.ts';
import { admissionEnforcement } from './controls/platform/admission-enforcement.ts';
import { admissionFailClosed } from './controls/platform/admission-fail-closed.ts';
import { admissionPolicies } from './controls/platform/admission-policies.ts';
import { admissionRestricted } from './controls/platform/admission-restricted.ts';
import { auditLog } from './controls/platform/audit-log.ts';
import { auditLogKeeping } from './controls/platform/audit-log-keeping.ts';
import { closedSecurityGroups } from './controls/platform/closed-security-groups.ts';
import { controlPlaneLogs } from './controls/platform/control-plane-logs.ts';
import { deletionProtection } from './controls/platform/deletion-protection.ts';
import { encryptedVolumes } from './controls/platform/encrypted-volumes.ts';
import { externalSecretStore } from './controls/platform/external-secret-store.ts';
import { health } from './controls/platform/health.ts';
import { imageScanning } from './controls/platform/image-scanning.ts';
import { imageSignatures } from './controls/platform/image-signatures.ts';
import { immutableTags } from './controls/platform/immutable-tags.ts';
import { insights } from './controls/platform/insights.ts';
import { namespaceLimits } from './controls/platform/namespace-limits.ts';
import { namespaceOwners } from './controls/platform/namespace-owners.ts';
import { nodeOperatingSystem } from './controls/platform/node-operating-system.ts';
import { nodeVersions } from './controls/platform/node-versions.ts';
import { privateEndpoint } from './controls/platform/private-endpoint.ts';
import { privateNodes } from './controls/platform/private-nodes.ts';
import { publicEndpoint } from './controls/platform/public-endpoint.ts';
import { publicEndpointSources } from './controls/platform/public-endpoint-sources.ts';
import { repositoryAccess } from './controls/platform/repository-access.ts';
import { secretsKey } from './controls/platform/secrets-key.ts';
import { supportedVersion } from './controls/platform/supported-version.ts';
import { threatDetection } from './controls/platform/threat-detection.ts';
import { appArmorProfile } from './controls/pod/app-armor-profile.ts';
import { dangerousCapabilities } from './controls/pod/dangerous-capabilities.ts';
import { defaultNamespace } from './controls/pod/default-namespace.ts';
import { dropAllCapabilities } from './controls/pod/drop-all-capabilities.ts';
import { hostIpc } from './controls/pod/host-ipc.ts';
import { hostNetwork } from './controls/pod/host-network.ts';
import { hostPathAccess } from './controls/pod/host-path-access.ts';
import { hostPathVolumes } from './controls/pod/host-path-volumes.ts';
import { hostPid } from './controls/pod/host-pid.ts';
import { hostPorts } from './controls/pod/host-ports.ts';
import { imageDigest } from './controls/pod/image-digest.ts';
import { imageRegistry } from './controls/pod/image-registry.ts';
import { imageTag } from './controls/pod/image-tag.ts';
import { memoryLimits } from './controls/pod/memory-limits.ts';
import { plainTextCredentials } from './controls/pod/plain-text-credentials.ts';
import { podSecurityStandards } from './controls/pod/pod-security-standards.ts';
import { privilegeEscalation } from './controls/pod/privilege-escalation.ts';
import { privileged } from './controls/pod/privileged.ts';
import { procMountAndSelinux } from './controls/pod/proc-mount-and-selinux.ts';
import { rawSockets } from './controls/pod/raw-sockets.ts';
import { readOnlyRootFilesystem } from './controls/pod/read-only-root-filesystem.ts';
import { rootUser } from './controls/pod/root-user.ts';
import { runtimeSocket } from './controls/pod/runtime-socket.ts';
import { seccompProfile } from './controls/pod/seccomp-profile.ts';
import { secretsInEnvironment } from './controls/pod/secrets-in-environment.ts';
import { sysctls } from './controls/pod/sysctls.ts';
import { systemNamespace } from './controls/pod/system-namespace.ts';
import { windowsHostProcess } from './controls/pod/windows-host-process.ts';
import { clusterAdminHolders } from './controls/rbac/cluster-admin.ts';
import { foreignServiceAccounts } from './controls/rbac/foreign-service-accounts.ts';
import { namespaceAdministrators } from './controls/rbac/namespace-administrators.ts';
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
    hostPid,
    hostIpc,
    hostNetwork,
    privilegeEscalation,
    rootUser,
    dropAllCapabilities,
    dangerousCapabilities,
    rawSockets,
    hostPathVolumes,
    hostPathAccess,
    runtimeSocket,
    hostPorts,
    readOnlyRootFilesystem,
    seccompProfile,
    appArmorProfile,
    procMountAndSelinux,
    sysctls,
    windowsHostProcess,
    memoryLimits,
    podSecurityStandards,
    secretsInEnvironment,
    plainTextCredentials,
    imageTag,
    imageDigest,
    imageRegistry,
    defaultNamespace,
    systemNamespace,
    namespaceAdministrators,
    foreignServiceAccounts,
    clusterAdminHolders,
    wildcards,
    legacyTokens,
    clusterAdminAccessEntry,
    secretsKey,
    externalSecretStore,
    encryptedVolumes,
    imageScanning,
    immutableTags,
    repositoryAccess,
    imageSignatures,
    namespaceLimits,
    namespaceOwners,
    auditLog,
    controlPlaneLogs,
    auditLogKeeping,
    publicEndpoint,
    publicEndpointSources,
    privateEndpoint,
    privateNodes,
    supportedVersion,
    nodeVersions,
    deletionProtection,
    threatDetection,
    closedSecurityGroups,
    nodeOperatingSystem,
    insights,
    health,
    admissionBaseline,
    admissionRestricted,
    admissionPolicies,
    admissionFailClosed,
    admissionBypass,
    admissionEnforcement,
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
