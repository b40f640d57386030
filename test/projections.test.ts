import { describe, expect, test } from '@jest/globals';
import { projectEksCluster, projectVpcCniAddon } from '../functions/snapshot/projections/aws.ts';
import { projectCiliumConfig } from '../functions/snapshot/projections/policies.ts';
import { projectRole } from '../functions/snapshot/projections/rbac.ts';

describe('of the ConfigMap of Cilium', () => {
  test.each([
    [
      'the mode and nothing else',
      { 'enable-policy': 'always', 'bpf-root': '/sys' },
      'always',
      false,
    ],
    ['the mode in any case, as Cilium reads it', { 'enable-policy': 'Never' }, 'never', false],
    ['the default mode where it is left out', {}, 'default', false],
    ['the default mode where there are no data', undefined, 'default', false],
    ['no mode that Cilium does not know', { 'enable-policy': 'sometimes' }, undefined, false],
    ['that it only audits', { 'policy-audit-mode': 'true' }, 'default', true],
    ['that it only audits, in another spelling', { 'policy-audit-mode': 'T' }, 'default', true],
    ['that it does not only audit', { 'policy-audit-mode': 'false' }, 'default', false],
  ])('is kept %s', (_, data, enablePolicy, isAuditMode) => {
    expect(projectCiliumConfig({ data })).toMatchObject({ enablePolicy, isAuditMode });
  });

  test.each([
    ['is, where the switch is left out', {}, true],
    ['is, where there are no data', undefined, true],
    ['is, with the switch on', { 'enable-k8s-networkpolicy': 'true' }, true],
    ['is, with the switch on in another spelling', { 'enable-k8s-networkpolicy': 'T' }, true],
    ['is not, with the switch off', { 'enable-k8s-networkpolicy': 'false' }, false],
    ['is not, with what Cilium cannot read as on', { 'enable-k8s-networkpolicy': 'yes' }, false],
  ])('is kept whether NetworkPolicy is enforced: it %s', (_, data, enforcesNetworkPolicy) => {
    expect(projectCiliumConfig({ data })).toEqual({
      enablePolicy: 'default',
      isAuditMode: false,
      enforcesNetworkPolicy,
    });
  });
});

describe('of a ClusterRole', () => {
  const metadata = { name: 'monitoring' };

  test.each([
    ['is, with a rule for it', { aggregationRule: { clusterRoleSelectors: [] } }, true],
    ['is, with an empty rule for it', { aggregationRule: {} }, true],
    ['is not, without one', {}, false],
    ['is not, with null for one', { aggregationRule: null }, false],
  ])('is kept that it is aggregated: it %s', (_, more, isAggregated) => {
    expect(projectRole('ClusterRole', { metadata, ...more })).toMatchObject({ isAggregated });
  });
});

describe('of the add-on of the VPC CNI', () => {
  const addon = (configuration: unknown) =>
    projectVpcCniAddon({ configurationValues: JSON.stringify(configuration) });

  test.each([
    ['the mode', { env: { NETWORK_POLICY_ENFORCING_MODE: 'strict', KEY: 'x' } }, false, 'strict'],
    ['no mode', { enableNetworkPolicy: 'true', env: { KEY: 'x' } }, true, undefined],
    ['no mode of an odd environment', { enableNetworkPolicy: true, env: 'x' }, true, undefined],
    [
      'the mode beside an odd switch',
      { enableNetworkPolicy: [], env: { NETWORK_POLICY_ENFORCING_MODE: 'strict' } },
      undefined,
      'strict',
    ],
  ])('is kept %s', (_, configuration, enableNetworkPolicy, enforcingMode) => {
    expect(addon(configuration)).toMatchObject({ enableNetworkPolicy, enforcingMode });
  });

  test.each([
    ['no text', undefined, false],
    ['text that is no YAML', '{', undefined],
    ['aliases', 'a: &a [x, x]\nb: [*a, *a]', undefined],
  ])('a configuration of %s is read without harm', (_, configurationValues, enabled) => {
    expect(projectVpcCniAddon({ configurationValues })).toMatchObject({
      enableNetworkPolicy: enabled,
      enforcingMode: undefined,
    });
  });
});

describe('of the description of a cluster', () => {
  const v4 = { serviceIpv4Cidr: '172.20.0.0/16' };
  const v6 = { serviceIpv6Cidr: 'fd00::/108' };

  test.each([
    [{ ipFamily: 'ipv4', ...v4 }, 'ipv4', '172.20.0.0/16'],
    [{ ipFamily: 'ipv6', ...v6 }, 'ipv6', 'fd00::/108'],
    [{ ipFamily: 'ipv6', ...v4, ...v6 }, 'ipv6', 'fd00::/108'],
    [null, undefined, undefined],
  ])('the network %j has the family %s and the Services %s', (network, ipFamily, serviceCidr) => {
    const kept = projectEksCluster({ kubernetesNetworkConfig: network });
    expect(kept).toMatchObject({ ipFamily, serviceCidr });
  });
});
