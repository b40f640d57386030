import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type KubernetesReadId, type ReadId, readIds } from '../functions/model/reads.ts';
import { emptyShelves } from '../functions/snapshot/shelves.ts';

const metadata = { name: 'odd', namespace: 'shop' };

function shelfWith(read: ReadId, raws: readonly unknown[]) {
  const shelf = emptyShelves().of(read);
  shelf.addPage(raws);
  return shelf;
}

describe('an object that cannot be understood', () => {
  test.each<[KubernetesReadId, object, string]>([
    ['services', {}, 'spec: expected object'],
    ['services', { spec: { ports: [{ port: '80' }] } }, 'spec.ports.0.port: expected number'],
    ['services', { spec: { selector: ['app'] } }, 'spec.selector: expected a map of strings'],
    ['endpointslices', { endpoints: 'odd' }, 'endpoints: expected array'],
    ['ingresses', { spec: { rules: {} } }, 'spec.rules: expected array'],
    ['ingressclasses', { spec: [] }, 'spec: expected object'],
    ['gateways.gateway.networking.k8s.io', { spec: {} }, 'spec.gatewayClassName: expected string'],
    [
      'httproutes.gateway.networking.k8s.io',
      { spec: { parentRefs: [{}] } },
      'spec.parentRefs.0.name: expected string',
    ],
    [
      'referencegrants.gateway.networking.k8s.io',
      { spec: { from: [{ kind: 'HTTPRoute' }] } },
      'spec.from.0.namespace: expected string',
    ],
    [
      'nodes',
      { status: { addresses: [{ type: 'InternalIP' }] } },
      'status.addresses.0.address: expected string',
    ],
    [
      'nodeclasses.eks.amazonaws.com',
      { spec: { networkPolicy: 1 } },
      'spec.networkPolicy: expected string',
    ],
    ['policyendpoints.networking.k8s.aws', { spec: {} }, 'spec.policyRef: expected object'],
    [
      'policyendpoints.networking.k8s.aws',
      { spec: { policyRef: { name: 'a' }, ingress: [{ ports: [{ port: 'x' }] }] } },
      'spec.ingress.0.ports.0.port: expected number',
    ],
    ['ciliumnetworkpolicies.cilium.io', { spec: 'odd' }, 'spec: expected object'],
    ['ciliumnetworkpolicies.cilium.io', { specs: [null] }, 'specs.0: expected object'],
    ['tiers.crd.projectcalico.org', { spec: [] }, 'spec: expected object'],
    ['serviceaccounts', { secrets: [{ name: 1 }] }, 'secrets.0.name: expected string'],
    ['persistentvolumes', {}, 'spec: expected object'],
    ['persistentvolumeclaims', { spec: { volumeName: 1 } }, 'spec.volumeName: expected string'],
    ['storageclasses', { parameters: {} }, 'provisioner: expected string'],
    [
      'storageclasses',
      { provisioner: 'a', parameters: { a: 1 } },
      'parameters: expected a map of strings',
    ],
    ['resourcequotas', { spec: { hard: ['cpu'] } }, 'spec.hard: expected record'],
    ['limitranges', { spec: { limits: {} } }, 'spec.limits: expected array'],
    ['validatingadmissionpolicies', {}, 'spec: expected object'],
    [
      'validatingadmissionpolicies',
      { spec: { validations: [{ message: 'no' }] } },
      'spec.validations.0.expression: expected string',
    ],
    ['validatingadmissionpolicybindings', { spec: {} }, 'spec.policyName: expected string'],
    ['validatingwebhookconfigurations', { webhooks: [{}] }, 'webhooks.0.name: expected string'],
    [
      'mutatingwebhookconfigurations',
      { webhooks: [{ name: 'a', clientConfig: { service: {} } }] },
      'webhooks.0.clientConfig.service.namespace: expected string',
    ],
    ['clusterpolicies.kyverno.io', { spec: { rules: {} } }, 'spec.rules: expected array'],
    ['policies.kyverno.io', { spec: { admission: 'no' } }, 'spec.admission: expected boolean'],
    ['validatingpolicies.policies.kyverno.io', {}, 'spec: expected object'],
    [
      'policyexceptions.kyverno.io',
      { spec: { exceptions: [{}] } },
      'spec.exceptions.0.policyName: expected string',
    ],
    ['constrainttemplates.templates.gatekeeper.sh', { spec: {} }, 'spec.crd: expected object'],
    [
      'k8spspcapabilities.constraints.gatekeeper.sh',
      { spec: { enforcementAction: 1 } },
      'spec.enforcementAction: expected string',
    ],
  ])('of %s is named with its field: %j', (read, raw, expectation) => {
    const { items, rejected } = shelfWith(read, [{ metadata, ...raw }]);
    expect({ items, rejected }).toEqual({ items: [], rejected: [`shop/odd: ${expectation}`] });
  });

  test.each(readIds)('of %s never ends the read', (read) => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const part = fc.record({ spec: json, status: json, data: json }, { requiredKeys: [] });
    const named = part.map((parts) => ({ metadata, ...parts }));
    fc.assert(
      fc.property(fc.array(fc.oneof(json, named), { maxLength: 4 }), (raws) => {
        const { items, rejected, given } = shelfWith(read, raws);
        expect(given()).toBe(raws.length);
        expect(items.length + rejected.length).toBeLessThanOrEqual(raws.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('shelves', () => {
  test('are there for every read, each its own', () => {
    const shelves = emptyShelves();
    expect(new Set(readIds.map((id) => shelves.of(id))).size).toBe(readIds.length);
  });

  test('forget what they were given when a list begins again', () => {
    const shelf = shelfWith('nodes', [{ metadata }, 'odd']);
    shelf.clear();
    expect([shelf.items, shelf.rejected, shelf.given()]).toEqual([[], [], 0]);
  });

  test('count what is passed over as given and as neither kept nor rejected', () => {
    const labels = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
    const shelf = shelfWith('endpointslices', [{ metadata: { ...metadata, labels } }]);
    expect([shelf.items, shelf.rejected, shelf.given()]).toEqual([[], [], 1]);
  });
});
