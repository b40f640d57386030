import { expect, test } from '@jest/globals';
import { wholeJson } from '../functions/model/kube-schema.ts';
import { podsOfPage } from '../functions/snapshot/projections/pods.ts';
import { projectNetworkPolicy } from '../functions/snapshot/projections/policies.ts';

test('an object that leads back to itself is refused, and ends nothing', () => {
  const spec: { ingress: unknown[] } = { ingress: [] };
  spec.ingress.push(spec);
  const policy = { metadata: { name: 'round', namespace: 'shop' }, spec };
  expect(() => projectNetworkPolicy(policy)).toThrow('nested deeper than 200 levels');
});

test('what is nested as deep as policies are is kept, its keys in order', () => {
  const parsed = wholeJson.parse({ b: [{ d: 1, c: { e: null } }], a: 1 });
  expect(JSON.stringify(parsed)).toBe('{"a":1,"b":[{"c":{"e":null},"d":1}]}');
});

test('a pod with podIP alone has that address', () => {
  const project = podsOfPage((_, spec) => spec);
  const pod = (status: object) => project({ metadata: { name: 'one' }, spec: {}, status });
  expect(pod({ podIP: '10.0.0.1' }).podIPs).toEqual(['10.0.0.1']);
  expect(pod({ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] }).podIPs).toEqual(['10.0.0.2']);
});
