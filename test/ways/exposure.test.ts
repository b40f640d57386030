import { describe, expect, test } from '@jest/globals';
import { exposureText } from '../../functions/assess/reach/ways/exposure-text.ts';
import { cluster, denyAll } from './entrance-claims.ts';
import { egress, exposed, exposureIn } from './exposed.ts';

const balanced = (app: string, given: object = {}) => ({
  name: app,
  type: 'LoadBalancer',
  loadBalancerClass: 'service.k8s.aws/nlb',
  externalTrafficPolicy: 'Local',
  annotations: { 'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing' },
  selector: { app },
  ports: [{ port: 443, targetPort: 8443, nodePort: 30443 }],
  ...given,
});

describe('exposure to the internet', () => {
  test('is yes with the port of the pods, where an entrance and policies let clients in', () => {
    const { internet } = exposed('web', { services: [balanced('web')] }).from;
    expect(internet).toMatchObject({ answer: 'yes', ports: 'TCP 8443' });
    expect(internet.ways).toMatchObject([
      { kind: 'LoadBalancer', object: { name: 'web' }, verdict: 'allowed', port: 8443 },
    ]);
  });

  test('is no where no entrance leads to it, and where policies close those that do', () => {
    const services = [balanced('guarded')];
    expect(exposed('web', { services }).from.internet).toMatchObject({
      answer: 'no',
      ports: '',
      reason: 'no entrance leads to it',
      ways: [],
    });
    const { internet } = exposed('guarded', { services, networkPolicies: [denyAll] }).from;
    expect(internet.answer).toBe('no');
    expect(internet.reason).toContain('NetworkPolicy shop/deny-all');
    expect(internet.ways).toMatchObject([{ verdict: 'denied' }]);
  });

  test('is undefined where something that decides is not read', () => {
    const services = [balanced('web', { loadBalancerClass: 'metallb.io/x' })];
    const { internet } = exposed('web', { services }).from;
    expect(internet.answer).toBe('undefined');
    expect(internet.reason).toContain('loadBalancerClass metallb.io/x is not known');
  });

  test('is undefined where the objects that lead traffic could not be read', () => {
    const gaps = [{ read: 'ingresses', reason: 'forbidden', detail: 'got 403' }];
    expect(exposed('web', { gaps }).from.internet).toMatchObject({
      answer: 'undefined',
      reason: 'ingresses: forbidden, got 403',
    });
  });

  test('is undefined on the host network of nodes with external addresses', () => {
    const agent = {
      name: 'agent-1',
      owner: 'DaemonSet agent',
      spec: { hostNetwork: true, containers: [{ name: 'agent' }] },
    };
    const nodes = (externalIPs: readonly string[]) => [
      { name: 'node-1', internalIPs: ['10.0.0.1'], externalIPs },
    ];
    const answer = (externalIPs: readonly string[]) =>
      exposed('agent', { pods: [agent], nodes: nodes(externalIPs) }).from.internet.answer;
    expect(answer(['54.1.2.3'])).toBe('undefined');
    expect(answer([])).toBe('no');
  });

  test('is that of any of its pods', () => {
    const replica = (name: string, tier: string) => ({
      name,
      labels: { app: 'web', tier },
      owner: 'Deployment web',
    });
    const closed = {
      name: 'closed',
      spec: { podSelector: { matchLabels: { tier: 'b' } }, policyTypes: ['Ingress'] },
    };
    const parts = {
      pods: [replica('web-1', 'a'), replica('web-2', 'b')],
      services: [balanced('web')],
      networkPolicies: [closed],
    };
    const { from, pods } = exposed('web', parts);
    expect(pods).toBe(2);
    expect(from.internet).toMatchObject({ answer: 'yes', ports: 'TCP 8443' });
    expect(from.internet.ways[0]?.reason).toContain('some of its pods');
  });
});

describe('exposure to the VPC and to nodes', () => {
  test('tells the VPC from the internet', () => {
    const services = [balanced('web', { annotations: {} })];
    const { from } = exposed('web', { services });
    expect([from.internet.answer, from.vpc.answer]).toEqual(['no', 'yes']);
  });

  // Point 41: other nodes are not exempt; a policy needs an address block for them.
  test.each([
    ['no policy', [], { answer: 'yes', ports: 'All Connections' }],
    ['a policy that denies all', [denyAll], { answer: 'no', ports: '' }],
    [
      'a policy with a block for nodes',
      [
        {
          name: 'nodes',
          spec: {
            podSelector: { matchLabels: { app: 'guarded' } },
            ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ port: 9100 }] }],
          },
        },
      ],
      { answer: 'yes', ports: 'TCP 9100' },
    ],
  ])('asks for other nodes: %s', (_, networkPolicies, expected) => {
    expect(exposed('guarded', { networkPolicies }).from.nodes).toMatchObject(expected);
  });

  test('says so where no nodes are shown', () => {
    expect(exposed('guarded', { nodes: [], networkPolicies: [denyAll] }).from.nodes).toMatchObject({
      answer: 'undefined',
      reason: 'the snapshot shows no nodes',
    });
    expect(exposed('web', { nodes: [] }).from.nodes.answer).toBe('yes');
  });
});

describe('the exposure of a cluster', () => {
  const away = { name: 'away', type: 'ExternalName', externalName: 'db.example.com' };
  const services = [balanced('web'), away];

  test('lists Services that lead out', () => {
    expect(exposureIn(cluster({ services })).exits).toEqual([
      { object: { kind: 'Service', namespace: 'shop', name: 'away' }, to: ['db.example.com'] },
    ]);
  });

  test('is the same after a way through JSON', () => {
    const exposure = exposureIn(cluster({ services, networkPolicies: [denyAll] }));
    expect(JSON.parse(JSON.stringify(exposure))).toEqual(exposure);
  });

  test('does not depend on the order of objects', () => {
    const parts = { services, networkPolicies: [denyAll, ...egress()] };
    const reversed = { services: services.toReversed(), networkPolicies: [...egress(), denyAll] };
    expect(exposureText(exposureIn(cluster(reversed)))).toBe(
      exposureText(exposureIn(cluster(parts))),
    );
  });

  test('is a text that says what is open, to whom, and why', () => {
    const text = exposureText(exposureIn(cluster({ services, networkPolicies: [denyAll] })));
    for (const line of [
      'from internet: LoadBalancer of Service shop/web at TCP 443',
      'pods see addresses of the internet',
      'allowed: Deployment shop/web TCP 8443 by 443 (no policy restricts ingress)',
      'Service shop/away leads to db.example.com',
      'Deployment shop/guarded, 1 pod',
      'from the internet: no (no entrance leads to it)',
    ]) {
      expect(text.split('\n').map((each) => each.trim())).toContain(line);
    }
    expect(exposureText(exposureIn({}))).toContain('WAYS IN\n  none');
  });
});
