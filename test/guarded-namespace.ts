import { expect } from '@jest/globals';
import { enforcementOf, guardsOf } from '../functions/assess/admission/namespace-guards.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const shop = { name: 'shop', labels: { env: 'prod' } };

/** Whether a cluster of these parts refuses pods below a level in the namespace shop, env=prod. */
export function enforced(parts: object, level: 'baseline' | 'restricted' = 'baseline'): string {
  const snapshot = snapshotOf({ namespaces: [shop], ...parts });
  const [namespace] = snapshot.namespaces;
  if (namespace === undefined) throw new Error('expected a namespace');
  const { isEnforced, missing } = enforcementOf(guardsOf(namespace, snapshot), level);
  expect(missing.length > 0).toBe(isEnforced === 'undefined');
  return isEnforced;
}

export const podRule = {
  operations: ['CREATE'],
  apiGroups: [''],
  apiVersions: ['v1'],
  resources: ['pods'],
};

/** A webhook that Kyverno is asked by, whatever happens. */
export const gate = {
  kind: 'ValidatingWebhookConfiguration',
  configuration: 'kyverno-resource-validating-webhook-cfg',
  name: 'validate.kyverno.svc-fail',
  rules: [podRule],
  service: { namespace: 'kyverno', name: 'kyverno-svc' },
};
/** Leaves the namespace shop out. */
export const notShop = {
  matchExpressions: [
    { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['shop', 'kyverno'] },
  ],
};
