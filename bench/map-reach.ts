import type { Bits } from '../functions/assess/reach/engine/bits.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../functions/assess/reach/reach.ts';
import { benchSnapshot } from './reach-clusters.ts';

// One measured run: the whole map of one cluster, each block visited and its pairs of pods counted.
const [shape, pods = '100', policies = '10'] = process.argv.slice(2);
const snapshot = benchSnapshot(shape === 'worst' ? 'worst' : 'realistic', {
  pods: Number(pods),
  policies: Number(policies),
});

const started = performance.now();
const cpu = process.cpuUsage();
const reach = reachOf(snapshot, profileNamed('spec'));
const podCounts = Uint32Array.from(reach.sources, (peer) =>
  peer.kind === 'pods' ? peer.pods.length : 0,
);
const known = new Map<Bits, number>();
/** Blocks share their sets: each is counted once. */
const podsIn = (classes: Bits): number => {
  const before = known.get(classes);
  if (before !== undefined) return before;
  let count = 0;
  classes.forEach((place) => {
    count += podCounts[place] ?? 0;
  });
  known.set(classes, count);
  return count;
};
let [blocks, podPairs] = [0, 0];
for (const { sources, destinations } of reach.blocks()) {
  blocks += 1;
  podPairs += podsIn(sources) * podsIn(destinations);
}
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);

const { classes, sides } = reach.engine;
process.stdout.write(
  `${JSON.stringify({
    classes: classes.length,
    sides: sides.ingress.sides.length + sides.egress.sides.length,
    blocks,
    podPairs,
    ms,
    cpuMs: (user + system) / 1_000,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
