import { expect, test } from '@jest/globals';
import { futureLines } from '../cli/present/future-peers.ts';
import { futurePeers } from '../functions/assess/reach/future/future-peers.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { snapshotOf } from './minimal-snapshot.ts';

/** What is said of a pod with the label that the policy of all pods asks for. */
function linesFor(podCount: number, peer: object): string {
  const snapshot = snapshotOf({
    namespaces: ['shop'],
    pods: Array.from({ length: podCount }, (_, at) => ({ name: `web-${at}` })),
    networkPolicies: [
      {
        name: 'in',
        spec: { podSelector: {}, ingress: [{ from: [peer], ports: [{ port: 80 }] }] },
      },
    ],
  });
  return futureLines(futurePeers(snapshot, profileNamed('spec'))).join('\n');
}

test('what a pod would reach is named up to twenty, and what more there is is counted', () => {
  const client = { podSelector: { matchLabels: { role: 'client' } } };
  expect(linesFor(20, client)).toMatch(
    /would reach, by TCP 80: shop\/web-0\[Pod\], .*, shop\/web-9\[Pod\]$/m,
  );
  const many = linesFor(23, client);
  expect(many).toMatch(/would reach, by TCP 80: shop\/web-0\[Pod\], .*\[Pod\], and 3 more$/m);
});

test('what is left open is told as that, and never as reached by nothing', () => {
  const text = linesFor(1, { ipBlock: { cidr: '10.0.0.0/8' } });
  expect(text).toContain('would perhaps reach, by TCP 80: shop/web-0[Pod]');
  expect(text).not.toContain('by none');
});
