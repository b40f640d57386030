import { describe, expect, test } from '@jest/globals';
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
